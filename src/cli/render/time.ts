/** `45 s`, `12 min`, `1 h 05 min`, `3 d 4 h`: enough to act on, never more than two units. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Seconds between two times (ISO 8601), up to `now` while the end is open. */
export function secondsBetween(start: string, end: string | undefined, now: number): number {
  return ((end === undefined ? now : Date.parse(end)) - Date.parse(start)) / 1000;
}

/** `2026-11-24 14:02:31Z`: as people write it, still UTC and still sortable. */
export function timestamp(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, 'Z');
}

/** `14:02:31Z`, for lines whose day is known. */
export function clock(iso: string): string {
  return iso.slice(11, 19) + (iso.endsWith('Z') ? 'Z' : '');
}

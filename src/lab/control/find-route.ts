import type { ControlRoute } from './routes.js';

/** The route of a path as it is, or with one part of it taken for an ID; a fixed path wins. */
export function findRoute(
  routes: ReadonlyMap<string, ControlRoute>,
  method: string,
  path: string,
): { readonly route: ControlRoute; readonly id: string } | undefined {
  const parts = path.split('/');
  const candidates = [
    { path, id: '' },
    ...parts.map((id, index) => ({ path: parts.with(index, '{id}').join('/'), id })),
  ];
  for (const { path, id } of candidates) {
    const route = routes.get(`${method} ${path}`);
    if (route) return { route, id: decodeURIComponent(id) };
  }
  return undefined;
}

import type { RecordsPort } from './records.js';

/** The newest reading of an estate that somebody asked for. */
export interface SurveyRecord {
  readonly estate: string;
  /** The inventory, in the blob store. */
  readonly inventoryHash: string;
  readonly readAt: string;
  readonly requestedBy: string;
}

/** What was answered to a request with an idempotency key; the body lies in the blob store. */
export interface KeyedAnswer {
  readonly status: number;
  readonly bodyHash: string;
}

/** First use of an idempotency key. Keys are private to a user: nobody can answer with another's decision. */
export interface KeyedRequest {
  readonly user: string;
  readonly key: string;
  /** SHA-256 over method, path and body. */
  readonly requestHash: string;
  readonly at: string;
}

/** What the API keeps beside what the workflows keep. */
export interface ApiRecordsPort extends RecordsPort {
  /** Key: estate. An older reading never replaces a newer one. */
  putSurvey(survey: SurveyRecord): Promise<void>;
  newestSurvey(estate: string): Promise<SurveyRecord | undefined>;

  /** Remembers the first use of a key and answers it, with its answer when there is one. */
  claimKey(request: KeyedRequest): Promise<KeyedRequest & { readonly answer?: KeyedAnswer }>;
  /** Key: user and key. The first answer stays. */
  answerKey(user: string, key: string, answer: KeyedAnswer): Promise<void>;

  /** Forgets a run that Temporal refused to start; one with events has started and is kept. */
  discardRun(runId: string): Promise<void>;
}

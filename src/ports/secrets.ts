/** A login, resolved from a credential name at the moment of use. Never put into a payload, record or log. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/** Resolves credential names of this process's zones; an unknown name is an error that names it and the file to edit. */
export interface SecretsPort {
  resolve(credential: string): Promise<Credential>;
}

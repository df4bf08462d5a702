// What comes and goes over HTTP, without its socket.

/** An HTTP request. Names of headers are in lower case. */
export type WireRequest = {
  readonly method: string;
  /** With what follows the question mark. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An HTTP answer. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

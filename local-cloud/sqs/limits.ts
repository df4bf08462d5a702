// SQS's quotas for standard queues, from the developer guide's pages quotas-messages and
// quotas-queues, looked up in November 2026.

/** Entries in one batch call, and messages in one receive. */
export const BATCH_ENTRIES_MAX = 10;

/** A message, and all messages of a batch together: 1 MiB since August 2025. */
export const PAYLOAD_BYTES_MAX = 1_048_576;

/** Each started chunk of this size is billed as one request (SQS pricing page). */
export const REQUEST_CHUNK_BYTES = 65_536;

/** The longest delay of a message. */
export const DELAY_SECONDS_MAX = 900;

/** The longest visibility timeout: 12 hours. */
export const VISIBILITY_SECONDS_MAX = 43_200;

/** The longest wait of a receive. */
export const WAIT_SECONDS_MAX = 20;

/** Messages in flight in a standard queue, approximately. */
export const IN_FLIGHT_MAX = 120_000;

/** How long a message may be kept: 14 days. */
export const RETENTION_SECONDS_MAX = 1_209_600;

/** Attributes of one message. */
export const MESSAGE_ATTRIBUTES_MAX = 10;

/** Characters of an attribute's name, and of its type. */
export const ATTRIBUTE_NAME_LENGTH_MAX = 256;

/**
 * How long the name of a deleted queue stays taken, and how long after a purge another one is
 * refused (API reference, DeleteQueue and PurgeQueue).
 */
export const SETTLING_MS = 60_000;

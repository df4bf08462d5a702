/**
 * How many parts of the stack are billed by the hour, by meter; a test compares it with the
 * template.
 */
export const standingParts: Readonly<Record<string, number>> = { 'secretsManager.secretHours': 2 };

import { SFNClient } from '@aws-sdk/client-sfn';
import type { Connected } from '../clients.ts';

/**
 * Makes a client of Step Functions. It is apart from the other clients, since only an operator
 * needs it: no function does.
 */
export function stepFunctionsClient({ connection }: Connected): SFNClient {
  return connection.connect(new SFNClient(connection.clientConfig));
}

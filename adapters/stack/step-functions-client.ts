import { SFNClient } from '@aws-sdk/client-sfn';
import { clientConfig, guarded, type Surroundings } from '../clients.ts';

/** Apart from the other clients, since no function needs it: only those who start a storm do. */
export function stepFunctionsClient(runtime: Surroundings): SFNClient {
  return guarded(new SFNClient(clientConfig(runtime)), runtime);
}

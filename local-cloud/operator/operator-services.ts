// The services that only an operator asks: what stands, who asks, and Lambda's own API.

import type { Gateway } from '../gateway/gateway.ts';
import { CloudFormation } from './cloud-formation.ts';
import { LambdaApi } from './lambda-api.ts';
import type { OperatedCloud } from './operated-cloud.ts';
import { SecurityTokens } from './security-tokens.ts';

/** Adds them to a gateway. No function of a run asks them, so they change no run. */
export function addOperatorServices(gateway: Gateway, cloud: OperatedCloud): void {
  gateway.add(new CloudFormation(cloud));
  gateway.add(new LambdaApi(cloud));
  gateway.add(new SecurityTokens(cloud.accountId));
}

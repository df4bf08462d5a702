// STS, as far as a client asks who it is.

import type { JsonObject, Service } from '../service.ts';
import { carryOutNamed } from './operations.ts';

/** Whoever asks is one user of the cloud's account: no signature is checked. */
export class SecurityTokens implements Service {
  readonly target = 'STS';
  readonly #accountId: string;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  call(operation: string, input: JsonObject): JsonObject {
    return carryOutNamed('STS', this.#operations, operation, input);
  }

  readonly #operations = {
    GetCallerIdentity: {
      parameters: [],
      carryOut: (): JsonObject => ({
        UserId: 'local',
        Account: this.#accountId,
        Arn: `arn:aws:iam::${this.#accountId}:user/local`,
      }),
    },
  };
}

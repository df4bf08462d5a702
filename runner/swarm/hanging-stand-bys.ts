// A copy of a log-in that found no slot hangs before it stands by, until the copy that is ahead of
// it has found one and is being placed. So the two meet in the order that hurts most.

import {
  actionOf,
  type ClientHandler,
  inputOf,
  type SdkRequest,
} from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';

/** How often a copy that hangs looks whether its time has come. */
const observeEveryMs = 250;

/** Long enough for a copy to look, and to write. */
const letPassMs = 4 * observeEveryMs;

/** Who hangs before it stands by, and who is being placed, over all environments. */
export class HangingStandBys {
  readonly #hanging = new Set<string>();
  readonly #placed = new Map<symbol, string>();

  /**
   * The same environment, for copies that are behind. One that stands by hangs; one that finds a
   * slot dies, since who is placed ahead of the other meets nobody.
   * @param nodeIds whose log-ins it handles
   * @param untilMs how long it may hang
   */
  slow(
    environment: LambdaEnvironment,
    nodeIds: () => readonly string[],
    untilMs: () => number,
  ): LambdaEnvironment {
    const requestHandler: ClientHandler = {
      ...environment.requestHandler,
      handle: async (request) => {
        const { operation } = actionOf(request);
        if (operation === 'TransactWriteItems') throw new Error('the copy died');
        const body = bodyOf(request);
        const nodeId = body.includes('candidateCell') && nodeIds().find((id) => body.includes(id));
        if (operation === 'UpdateItem' && nodeId) await this.#hang(environment, nodeId, untilMs());
        return environment.requestHandler.handle(request);
      },
    };
    return { ...environment, requestHandler };
  }

  /** Says that a placement is under way, and lets those pass who hang for it. */
  async placing(environment: LambdaEnvironment, request: SdkRequest): Promise<void> {
    const body = bodyOf(request);
    if (![...this.#hanging].some((nodeId) => body.includes(nodeId))) return;
    const placement = Symbol();
    this.#placed.set(placement, body);
    await environment.sleep(letPassMs);
    this.#placed.delete(placement);
  }

  async #hang(environment: LambdaEnvironment, nodeId: string, untilMs: number): Promise<void> {
    const isPlaced = () => [...this.#placed.values()].some((body) => body.includes(nodeId));
    this.#hanging.add(nodeId);
    while (!isPlaced() && environment.nowMs() + observeEveryMs < untilMs)
      await environment.sleep(observeEveryMs);
    this.#hanging.delete(nodeId);
  }
}

function bodyOf(request: SdkRequest): string {
  return JSON.stringify(inputOf(request));
}

// Delays a copy of a log-in that found no slot, before it stands by. It waits until the copy that
// is ahead has found a slot and is being placed. So the two meet in the most harmful order.

import {
  actionOf,
  type ClientHandler,
  inputOf,
  type SdkRequest,
} from '#local-cloud/gateway/sdk-transport.ts';
import type { LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';

/** How often a waiting copy checks whether its time has come. */
const observeEveryMs = 250;

/** Long enough for a waiting copy to check, and to write. */
const letPassMs = 4 * observeEveryMs;

/**
 * The clients whose copies wait to stand by, and the placements under way, over all environments.
 */
export class HangingStandBys {
  readonly #hanging = new Set<string>();
  readonly #placed = new Map<symbol, string>();

  /**
   * The same environment, for copies that are behind. A copy that stands by is delayed. A copy that
   * finds a slot dies: if it were placed first, it would meet nobody.
   * @param nodeIds the nodes whose log-ins the environment handles
   * @param untilMs the end of the delay at the latest
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

  /** Announces a placement, and pauses it so that the waiting copies of its clients go first. */
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

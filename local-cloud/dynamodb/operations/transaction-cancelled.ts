// Why a transaction was cancelled: one reason for each of its actions, in their order.
import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { KeyMismatchError } from '../validation-error.ts';

/** How one action caused the cancellation; `None` if it did not. */
export type CancellationReason = {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: JsonObject;
};

/** The error of a transaction that was cancelled. */
export function transactionCancelled(reasons: readonly CancellationReason[]): ServiceError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new ServiceError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}

/**
 * Checks every action of a transaction against its table. If the key of an action does not fit the
 * table's schema, the first such action cancels the transaction, before anything else about the
 * items is checked. Any other fault of an action refuses the request. Measured on AWS by others:
 * dynamodb-conformance, pull requests 46 and 60.
 * @throws {ServiceError} ValidationException, TransactionCanceledException
 */
export function allOrCancel<Wish, Action>(
  wishes: readonly Wish[],
  hold: (wish: Wish) => Action,
): readonly Action[] {
  const actions: Action[] = [];
  let unfit: { readonly index: number; readonly message: string } | undefined;
  for (const [index, wish] of wishes.entries()) {
    try {
      actions.push(hold(wish));
    } catch (error) {
      if (!(error instanceof KeyMismatchError)) throw error;
      unfit ??= { index, message: error.message };
    }
  }
  if (unfit === undefined) return actions;
  const { index: unfitIndex, message } = unfit;
  throw transactionCancelled(
    wishes.map((_wish, index) =>
      index === unfitIndex ? { Code: 'ValidationError', Message: message } : { Code: 'None' },
    ),
  );
}

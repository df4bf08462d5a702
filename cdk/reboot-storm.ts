import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  JsonPath,
  StateMachine,
  StateMachineType,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { hopelessErrors } from '#domain/hopeless-errors.ts';
import { cellsAtOnceMax } from '#domain/limits.ts';

/** The functions that the storm's states run, by the states' own names. */
export interface StormFunctions {
  readonly planStorm: IFunction;
  readonly stirCell: IFunction;
  readonly observe: IFunction;
  readonly reportStorm: IFunction;
}

/**
 * Orchestrates waves, never single log-ins: five transitions a log-in would cost forty times all
 * the rest (facts 5.27).
 *
 *   PlanStorm -> WaitForWave -> StirCells (map: StirCell) -> WaitToObserve -> Observe ->
 *   HowNow
 *                     ^----------- next wave ------------------------------------------|  |
 *                                             WaitToObserve <---- look again -------------|
 *                                             ReportStorm   <---- report -----------------|
 *                                             HowItEnded -> Healed (succeeds) or NotHealed (fails)
 */
export class RebootStorm extends StateMachine {
  constructor(scope: Construct, id: string, functions: StormFunctions) {
    super(scope, id, {
      definitionBody: DefinitionBody.fromChainable(definition(scope, functions)),
      stateMachineType: StateMachineType.STANDARD,
      // The longest story, 10 to 19 August 2007, on a real clock.
      timeout: Duration.days(14),
      tracingEnabled: true,
    });
  }
}

function definition(scope: Construct, functions: StormFunctions) {
  const waitForWave = new Wait(scope, 'WaitForWave', {
    time: WaitTime.timestampPath('$.waveAt'),
  });
  const stirCells = new DistributedMap(scope, 'StirCells', {
    itemsPath: '$.cells',
    maxConcurrency: cellsAtOnceMax,
    itemSelector: {
      runId: JsonPath.stringAt('$.runId'),
      cell: JsonPath.stringAt('$$.Map.Item.Value'),
      waveIndex: JsonPath.numberAt('$.waveIndex'),
    },
    resultPath: JsonPath.DISCARD,
    // Express children would be cheaper, but LocalStack's parser refuses them.
    mapExecutionType: StateMachineType.STANDARD,
  }).itemProcessor(invoke(scope, 'StirCell', functions.stirCell));
  const waitToObserve = new Wait(scope, 'WaitToObserve', {
    time: WaitTime.secondsPath('$.observeSeconds'),
  });
  const planStorm = invoke(scope, 'PlanStorm', functions.planStorm);
  const observe = invoke(scope, 'Observe', functions.observe);
  const reportStorm = invoke(scope, 'ReportStorm', functions.reportStorm);
  const howItEnded = new Choice(scope, 'HowItEnded')
    .when(Condition.stringEquals('$.outcome', 'healed'), new Succeed(scope, 'Healed'))
    .otherwise(
      new Fail(scope, 'NotHealed', { error: 'NotHealed', cause: 'see the output of ReportStorm' }),
    );
  reportStorm.next(howItEnded);
  const howNow = new Choice(scope, 'HowNow')
    .when(Condition.stringEquals('$.next', 'wave'), waitForWave)
    .when(Condition.stringEquals('$.next', 'look-again'), waitToObserve)
    .otherwise(reportStorm);
  // Whatever fails for good, the run is ended: its loops of messages would go on, and cost, for
  // ever.
  for (const state of [planStorm, stirCells, observe])
    state.addCatch(reportStorm, { resultPath: '$.failure' });
  waitForWave.next(stirCells);
  stirCells.next(waitToObserve);
  waitToObserve.next(observe).next(howNow);
  return planStorm.next(waitForWave);
}

function invoke(scope: Construct, state: string, lambdaFunction: IFunction): LambdaInvoke {
  const task = new LambdaInvoke(scope, state, {
    lambdaFunction,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
  });
  // An unknown run or a missing permission is as it is: minutes of tries would only hide the words.
  task.addRetry({ errors: [...hopelessErrors], maxAttempts: 0 });
  // Every state is idempotent, so whatever else failed is tried again: for minutes if it fails at once,
  // for half an hour if it hangs.
  task.addRetry({ interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 6 });
  return task;
}

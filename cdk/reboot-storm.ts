import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
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
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { cellsAtOnceMax, stormDaysMax, taskRetries } from '#domain/limits.ts';
import { nonRetryableErrors } from '#domain/non-retryable-errors.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { stormErrors } from '#domain/storm/storm-end.ts';

/** The functions that the storm's states run, by the states' own names. */
export interface StormFunctions {
  readonly planStorm: IFunction;
  readonly dispatchCell: IFunction;
  readonly observe: IFunction;
  readonly reportStorm: IFunction;
}

/** What the storm's state machine is made from. */
export interface RebootStormProps extends StormFunctions {
  readonly configuration: StackConfiguration;
  /** The state machine's role; null: one of its own. */
  readonly role: IRole | null;
}

/**
 * Orchestrates waves, never single log-ins: five transitions a log-in would cost forty times all
 * the rest (facts 5.27).
 *
 *   PlanStorm -> WaitForWave -> DispatchCells (map: DispatchCell) -> WaitToObserve -> Observe ->
 *   WhatNext
 *                     ^----------- next wave ------------------------------------------|  |
 *                                             WaitToObserve <---- observe again ----------|
 *                                             KeepObserving <---- observe apart ----------|
 *                                             ReportStorm   <---- report -----------------|
 *                                             HowItEnded -> Healed (succeeds), or NotHealed,
 *                                             Stopped or Broke (which fail)
 *
 * PlanStorm -> Refused where the run is over, or another execution conducts it.
 *
 * The history of an execution ends at 25,000 events. So the observations of a storm that is
 * observed often go on in executions of their own: KeepObserving is a map of one item, whose child
 * observes until there is news or its own history is full (domain/storm/observation-budget.ts).
 */
export class RebootStorm extends StateMachine {
  constructor(scope: Construct, id: string, props: RebootStormProps) {
    super(scope, id, {
      definitionBody: DefinitionBody.fromChainable(definition(scope, props)),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.days(stormDaysMax),
      tracingEnabled: props.configuration.tracing === 'on',
      ...(props.role === null ? {} : { role: props.role }),
    });
  }
}

function definition(scope: Construct, { configuration, ...functions }: RebootStormProps) {
  const waitForWave = new Wait(scope, 'WaitForWave', {
    time: WaitTime.timestampPath('$.waveAt'),
  });
  const dispatchCells = new DistributedMap(scope, 'DispatchCells', {
    itemsPath: '$.cells',
    maxConcurrency: cellsAtOnceMax,
    itemSelector: {
      runId: JsonPath.stringAt('$.runId'),
      cell: JsonPath.stringAt('$$.Map.Item.Value'),
      waveIndex: JsonPath.numberAt('$.waveIndex'),
    },
    resultPath: JsonPath.DISCARD,
    mapExecutionType:
      configuration.mapChildren === 'express'
        ? StateMachineType.EXPRESS
        : StateMachineType.STANDARD,
  }).itemProcessor(invoke(scope, 'DispatchCell', functions.dispatchCell));
  const waitToObserve = new Wait(scope, 'WaitToObserve', {
    time: WaitTime.secondsPath('$.observeSeconds'),
  });
  // Whoever starts an execution chooses its name, and a run has one of its own name.
  const planStorm = invoke(scope, 'PlanStorm', functions.planStorm, {
    execution: JsonPath.stringAt('$$.Execution.Name'),
    input: JsonPath.objectAt('$'),
  });
  const observe = invoke(scope, 'Observe', functions.observe);
  const reportStorm = invoke(scope, 'ReportStorm', functions.reportStorm);
  const howItEnded = new Choice(scope, 'HowItEnded')
    .when(Condition.stringEquals('$.outcome', 'healed'), new Succeed(scope, 'Healed'))
    .when(
      Condition.stringEquals('$.outcome', 'failed'),
      new Fail(scope, 'Broke', { error: stormErrors.broken, causePath: '$.failure' }),
    )
    .when(
      Condition.stringEquals('$.outcome', 'stopped'),
      new Fail(scope, 'Stopped', { error: stormErrors.stopped, causePath: '$.stopped' }),
    )
    .otherwise(
      new Fail(scope, 'NotHealed', {
        error: stormErrors.notHealed,
        cause: 'see the output of ReportStorm',
      }),
    );
  reportStorm.next(howItEnded);
  const keepObserving = observeOnItsOwn(scope, functions.observe);
  const whatNext = new Choice(scope, 'WhatNext')
    .when(Condition.stringEquals('$.next', 'wave'), waitForWave)
    .when(Condition.stringEquals('$.next', 'observe-again'), waitToObserve)
    .when(Condition.stringEquals('$.next', 'keep-observing'), keepObserving)
    .otherwise(reportStorm);
  // The run is over, or another execution conducts it: it stays as it is.
  planStorm.addCatch(
    new Fail(scope, 'Refused', { error: stormErrors.refused, causePath: '$.failure.Cause' }),
    { errors: ['StartRefusedError'], resultPath: '$.failure' },
  );
  // Whatever else fails for good, the run is ended: its loops of messages would go on, and cost,
  // for ever.
  for (const state of [planStorm, dispatchCells, observe, keepObserving])
    state.addCatch(reportStorm, { resultPath: '$.failure' });
  waitForWave.next(dispatchCells);
  dispatchCells.next(waitToObserve);
  waitToObserve.next(observe).next(whatNext);
  keepObserving.next(whatNext);
  return planStorm.next(waitForWave);
}

/** What the child ends with is what the storm goes on with. */
function observeOnItsOwn(scope: Construct, observe: IFunction): DistributedMap {
  const waitToPoll = new Wait(scope, 'WaitToPoll', {
    time: WaitTime.secondsPath('$.observeSeconds'),
  });
  const pollAgain = new Choice(scope, 'PollAgain')
    .when(Condition.stringEquals('$.next', 'observe-again'), waitToPoll)
    .otherwise(new Succeed(scope, 'PollingEnds'));
  return new DistributedMap(scope, 'KeepObserving', {
    itemsPath: '$.observing',
    maxConcurrency: 1,
    outputPath: '$[0]',
    mapExecutionType: StateMachineType.STANDARD,
  }).itemProcessor(waitToPoll.next(invoke(scope, 'Poll', observe)).next(pollAgain));
}

/** @param payload absent: the state's whole input */
function invoke(
  scope: Construct,
  state: string,
  lambdaFunction: IFunction,
  payload?: Record<string, unknown>,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, state, {
    lambdaFunction,
    ...(payload === undefined ? {} : { payload: TaskInput.fromObject(payload) }),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
  });
  // An unknown run or a missing permission is as it is: minutes of tries would only hide the words.
  task.addRetry({ errors: [...nonRetryableErrors], maxAttempts: 0 });
  // Every state is idempotent, so whatever else failed is tried again: for minutes if it fails at
  // once, for half an hour if it hangs.
  const { intervalSeconds, backoffRate, attemptsMax } = taskRetries;
  task.addRetry({
    interval: Duration.seconds(intervalSeconds),
    backoffRate,
    maxAttempts: attemptsMax,
  });
  return task;
}

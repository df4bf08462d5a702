// The state machines of an account: made, described, listed and deleted.

import { type Clock, type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { isObject } from './data/state-data.ts';
import { checkDefinition } from './definition/check-definition.ts';
import { type Diagnostic, InvalidDefinition } from './definition/definition-errors.ts';
import type { Machine } from './execution.ts';
import { arnOf, jsonProblem, nameOf } from './states/call-arguments.ts';

/** The settings of a machine. The definition is JSON. */
export interface MachineSettings {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definitionText: string;
  readonly isTraced: boolean;
}

/** The machines, by ARN. */
export class Machines {
  readonly #clock: Clock;
  readonly #machines = new Map<string, Machine>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Adds a machine.
   * @throws {ServiceError} InvalidDefinition
   * @throws {UnsupportedError} a part of the language that the local cloud does not have
   */
  add(settings: MachineSettings): Machine {
    const definition = checkDefinition(parsedDefinition(settings.definitionText));
    const machine = { ...settings, definition, createdAtMs: this.#clock.nowMs() };
    this.#machines.set(machine.arn, machine);
    return machine;
  }

  /**
   * Makes a machine for an API call. The same call again counts as a retry.
   * @param arnPrefix of the account's machines, with the last colon
   */
  create(input: JsonObject, arnPrefix: string): JsonObject {
    const name = nameOf(input.name);
    if ((input.type ?? 'STANDARD') !== 'STANDARD') {
      throw new UnsupportedError(`the type ${input.type} of ${name}`, ['STANDARD']);
    }
    const arn = `${arnPrefix}${name}`;
    const definitionText = String(input.definition);
    const roleArn = String(input.roleArn);
    const isTraced =
      isObject(input.tracingConfiguration) && input.tracingConfiguration.enabled === true;
    const earlier = this.#machines.get(arn);
    const isRetry = earlier?.definitionText === definitionText && earlier.roleArn === roleArn;
    if (earlier && !isRetry) {
      throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const machine = earlier ?? this.add({ name, arn, roleArn, definitionText, isTraced });
    return { stateMachineArn: arn, creationDate: machine.createdAtMs / 1000 };
  }

  /** Deletes a machine, if there is one. */
  delete(arn: unknown): void {
    this.#machines.delete(arnOf(arn, 'stateMachine'));
  }

  /** @throws {ServiceError} InvalidArn, StateMachineDoesNotExist */
  get(arn: unknown): Machine {
    const machine = this.#machines.get(arnOf(arn, 'stateMachine'));
    if (machine) return machine;
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /** The entries of ListStateMachines. */
  summaries(): JsonObject[] {
    return [...this.#machines.values()].map(summaryOf);
  }
}

/** The answer of DescribeStateMachine. */
export function describeMachine(machine: Machine): JsonObject {
  return {
    ...summaryOf(machine),
    status: 'ACTIVE',
    roleArn: machine.roleArn,
    definition: machine.definitionText,
    loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
    tracingConfiguration: { enabled: false },
  };
}

/**
 * The answer of ValidateStateMachineDefinition.
 * @throws {UnsupportedError} a part of the language that the local cloud does not have
 */
export function validateDefinition(text: string): JsonObject {
  const diagnostics = diagnosticsOf(text).map(({ code, problem, place }) => {
    const location = place === undefined ? {} : { location: place };
    return { severity: 'ERROR', code, message: problem, ...location };
  });
  const result = diagnostics.length === 0 ? 'OK' : 'FAIL';
  return { result, diagnostics, truncated: false };
}

function diagnosticsOf(text: string): readonly Diagnostic[] {
  try {
    checkDefinition(parsedDefinition(text));
    return [];
  } catch (thrown) {
    if (thrown instanceof InvalidDefinition) return thrown.diagnostics;
    throw thrown;
  }
}

// LocalStack, test_sfn_api_validation, 2025-10.
function parsedDefinition(text: string): JsonObject {
  const problem = text === '' ? undefined : jsonProblem(text);
  if (problem !== undefined) {
    throw new InvalidDefinition([{ code: 'INVALID_JSON_DESCRIPTION', problem }]);
  }
  const definition: unknown = text === '' ? undefined : JSON.parse(text);
  if (isObject(definition)) return definition;
  const code = 'SCHEMA_VALIDATION_FAILED';
  throw new InvalidDefinition([{ code, problem: 'Definition must be a valid JSON object' }]);
}

function summaryOf({ name, arn, createdAtMs }: Machine): JsonObject {
  return { name, stateMachineArn: arn, type: 'STANDARD', creationDate: createdAtMs / 1000 };
}

// How a call reaches a service. It is routed, delayed, struck by faults, and answered in virtual
// time.

import type { FaultInjector } from '../faults.ts';
import { latencyOf } from '../latency.ts';
import {
  type Clock,
  type ErrorNames,
  type JsonObject,
  quiet,
  type Random,
  type Service,
  ServiceError,
  UnsupportedError,
} from '../service.ts';
import { refuseForeignHost } from './endpoint-guard.ts';
import {
  type Action,
  actionOf,
  type ClientHandler,
  errorResponse,
  inputOf,
  type SdkRequest,
  type SdkResponse,
  successResponse,
  traceHeaderOf,
} from './sdk-transport.ts';
import { takeValueCalls, type ValueAnswer, type ValueCall } from './value-calls.ts';

/** A service in which some calls wait for an event, as a long poll does. */
export interface PatientService extends Service {
  /**
   * Answers false when the call can be carried out now. Otherwise it calls `proceed` once, at the
   * moment when the call should be carried out.
   */
  defer(operation: string, input: JsonObject, proceed: () => void): boolean;
}

/** Who calls, and what may happen to the caller. */
export type ClientOptions = {
  /** For the history of calls, e.g. the function's name and environment. */
  label: string;
  /** Whether faults strike this client's calls; the caller outside the cloud is spared. */
  isSubjectToFaults: boolean;
  /** Called when a fault kills the caller. Without it, neither a crash nor a hang strikes. */
  onCrash?: () => void;
  /**
   * Called at each call: returns the `X-Amzn-Trace-Id` of a caller whose SDK sets no such header.
   */
  traceHeader?: () => string | undefined;
  /** Called before each call: returns whether the caller dies instead of making it. */
  crashesAt?: (operation: string) => boolean;
};

/** A client's handler that can be cut off. After that, none of its calls is answered. */
export type CuttableHandler = ClientHandler & { cutOff(): void };

/** One call as it was carried out, for histories and traces. */
export type CallRecord = {
  atMs: number;
  label: string;
  action: string;
  /** `ok`, or the error's code. */
  outcome: string;
};

/** A call of a client that is outside the process. */
export type OutsideCall = Action & {
  readonly input: JsonObject;
  readonly traceHeader?: string | undefined;
};

/** Its answer: the output, or the error and the names that the service gives it. */
export type OutsideAnswer =
  | { readonly output: JsonObject }
  | { readonly error: ServiceError; readonly names: ErrorNames | undefined };

/** What the gateway needs. */
export type GatewayOptions = {
  clock: Clock;
  random: Random;
  faults: FaultInjector;
  onCall?: ((call: CallRecord) => void) | undefined;
  /** Called when a caller asked for something that the cloud does not have or must refuse. */
  onUnsupported?: ((error: Error) => void) | undefined;
};

type Client = ClientOptions & { isCutOff: boolean };

/** The outcome of a call: the service's output, or the error that it answers with. */
type Outcome = JsonObject | ServiceError;

/** A call on its way, in a form that does not depend on how its caller wrote it. */
type Request = Action & {
  traceHeader: string | undefined;
  /** @throws {ServiceError} a body that is not a JSON object */
  input: () => JsonObject;
  /** Makes the answer at once, and returns a function that delivers it later. */
  prepare: (outcome: Outcome, names?: ErrorNames) => () => void;
  fail: (error: Error) => void;
};

type Call = {
  client: Client;
  service: Service;
  action: string;
  request: Request;
  backMs: number;
};

/** What happens to a caller at a call, and whether the call is carried out before that. */
type CallerEnd = 'none' | 'dies-before' | 'dies-after' | 'hangs-before' | 'hangs-after';

/** How long a caller waits for a lost answer before its connection is dropped; a guess. */
const LOST_ANSWER_MS = 1_000;

/** The longest extra latency of a `delay` fault; a guess. */
const DELAY_MS_MAX = 2_000;

/**
 * The error by which each service says that calls come too fast (its API reference, section Common
 * Errors).
 */
const THROTTLE_CODES: Readonly<Record<string, string>> = {
  AmazonSQS: 'RequestThrottled',
  DynamoDB_20120810: 'ThrottlingException',
};

/** The only way to the services. Every client of the cloud has its own handler here. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #services = new Map<string, Service>();

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Adds a service. */
  add(service: Service): void {
    this.#services.set(service.target, service);
  }

  /** A `requestHandler` for the SDK clients of one caller. */
  clientHandler(options: ClientOptions): CuttableHandler {
    const client: Client = { ...options, isCutOff: false };
    const handler: CuttableHandler = {
      metadata: { handlerProtocol: 'h1' },
      handle: (request) => this.#handle(client, request),
      cutOff: () => {
        client.isCutOff = true;
      },
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    };
    takeValueCalls(handler, (call) => this.#callByValue(client, call));
    return handler;
  }

  async #handle(client: Client, request: SdkRequest): Promise<{ response: SdkResponse }> {
    this.#refuseForeign(request.hostname);
    const response = await new Promise<SdkResponse>((answer, fail) => {
      // The call of a dead environment is never sent, and its promise never settles.
      if (client.isCutOff) return;
      const prepare: Request['prepare'] = (outcome, names) => {
        const written = writtenOut(outcome, names);
        return () => answer(written);
      };
      const traceHeader = traceHeaderOf(request);
      this.#send(client, {
        ...actionOf(request),
        traceHeader,
        input: () => inputOf(request),
        prepare,
        fail,
      });
    });
    return { response };
  }

  async #callByValue(client: Client, call: ValueCall): Promise<ValueAnswer> {
    const { hostname, target, operation } = call;
    this.#refuseForeign(hostname);
    return new Promise<ValueAnswer>((answer, fail) => {
      if (client.isCutOff) return;
      const prepare: Request['prepare'] = (outcome, names) => {
        const ready =
          outcome instanceof ServiceError
            ? { refusal: errorResponse(outcome, names) }
            : { output: outcome };
        return () => answer(ready);
      };
      const input = () => call.input;
      this.#send(client, { target, operation, traceHeader: undefined, input, prepare, fail });
    });
  }

  /** Carries out a call without latency and faults. What waits by its nature waits. */
  ask({ target, operation, input, traceHeader }: OutsideCall): Promise<OutsideAnswer> {
    const service = this.#services.get(target);
    if (service === undefined) {
      const error = new UnsupportedError(`the service ${target}`, [...this.#services.keys()]);
      return Promise.resolve({ error, names: undefined });
    }
    const context = { isSubjectToFaults: false, answerInMs: 0, traceHeader };
    return new Promise((answer, fail) => {
      const proceed = (): void => {
        try {
          answer({ output: service.call(operation, input, context) });
        } catch (error) {
          if (error instanceof ServiceError)
            answer({ error, names: service.errorNames?.(error.code) });
          else fail(error);
        }
      };
      if (!(isPatient(service) && service.defer(operation, input, proceed))) proceed();
    });
  }

  #refuseForeign(hostname: string): void {
    try {
      refuseForeignHost(hostname);
    } catch (error) {
      this.#options.onUnsupported?.(error as Error);
      throw error;
    }
  }

  #send(client: Client, request: Request): void {
    const { clock, faults, random } = this.#options;
    const { target, operation, prepare } = request;
    const action = `${target}.${operation}`;
    const service = this.#services.get(target);
    const { toServiceMs, backMs } = latencyOf(action, random);
    if (service === undefined) {
      const error = new UnsupportedError(`the service ${target}`, [...this.#services.keys()]);
      this.#options.onUnsupported?.(error);
      clock.at(clock.nowMs() + toServiceMs, () => prepare(error)());
      return;
    }
    const traceHeader = request.traceHeader ?? client.traceHeader?.();
    const call: Call = { client, service, action, backMs, request: { ...request, traceHeader } };
    if (client.crashesAt?.(operation) === true) {
      client.onCrash?.();
      return;
    }
    const end = this.#endOf(client);
    if (end === 'dies-before') client.onCrash?.();
    if (end === 'dies-before' || end === 'hangs-before') return;
    const isDelayed = client.isSubjectToFaults && faults.strikes('delay');
    const extraMs = isDelayed ? Math.ceil(faults.particular('delay') * DELAY_MS_MAX) : 0;
    const arrivalMs = clock.nowMs() + toServiceMs + extraMs;
    clock.at(arrivalMs, () => {
      this.#arrive(call, end);
      // An arrival only schedules the answer, unless the caller dies at this call.
      return end === 'dies-after' ? undefined : quiet;
    });
  }

  #endOf(client: Client): CallerEnd {
    const { faults } = this.#options;
    if (!client.isSubjectToFaults || client.onCrash === undefined) return 'none';
    if (faults.strikes('crash')) {
      return faults.particular('crash') < 0.5 ? 'dies-before' : 'dies-after';
    }
    if (!faults.strikes('timeout')) return 'none';
    return faults.particular('timeout') < 0.5 ? 'hangs-before' : 'hangs-after';
  }

  #arrive(call: Call, end: CallerEnd): void {
    if (call.client.isSubjectToFaults && this.#options.faults.strikes('throttle')) {
      const code = THROTTLE_CODES[call.service.target] ?? 'ThrottlingException';
      this.#reply(call, new ServiceError(code, 'Rate exceeded'), 'none');
      return;
    }
    const input = this.#inputOrError(call);
    if (input instanceof ServiceError) {
      this.#reply(call, input, 'none');
      return;
    }
    const proceed = () => this.#reply(call, this.#carryOut(call, input), end);
    const { operation } = call.request;
    const isDeferred = isPatient(call.service) && call.service.defer(operation, input, proceed);
    if (!isDeferred) proceed();
  }

  #inputOrError({ request }: Call): Outcome {
    try {
      return request.input();
    } catch (error) {
      if (error instanceof ServiceError) return error;
      throw error;
    }
  }

  #carryOut({ client, service, request, backMs }: Call, input: JsonObject): Outcome {
    try {
      const context = {
        isSubjectToFaults: client.isSubjectToFaults,
        answerInMs: backMs,
        traceHeader: request.traceHeader,
      };
      return service.call(request.operation, input, context);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error instanceof UnsupportedError) this.#options.onUnsupported?.(error);
      return error;
    }
  }

  #reply(call: Call, output: Outcome, end: CallerEnd): void {
    const { clock, faults, onCall } = this.#options;
    const { action, client, request, service } = call;
    const nowMs = clock.nowMs();
    const outcome = output instanceof ServiceError ? output.code : 'ok';
    onCall?.({ atMs: nowMs, label: client.label, action, outcome });
    if (end === 'dies-after') client.onCrash?.();
    // A caller that hangs waits until its time-out for an answer that never comes.
    if (end !== 'none') return;
    if (client.isSubjectToFaults && faults.strikes('lostAck')) {
      clock.at(nowMs + LOST_ANSWER_MS, () =>
        whenAlive(client, () => request.fail(lostAnswer(call))),
      );
      return;
    }
    const names = output instanceof ServiceError ? service.errorNames?.(output.code) : undefined;
    const deliver = request.prepare(output, names);
    clock.at(nowMs + call.backMs, () => whenAlive(client, deliver));
  }
}

function writtenOut(outcome: Outcome, names: ErrorNames | undefined): SdkResponse {
  return outcome instanceof ServiceError ? errorResponse(outcome, names) : successResponse(outcome);
}

function isPatient(service: Service): service is PatientService {
  return 'defer' in service;
}

function whenAlive(client: Client, act: () => void): void {
  if (!client.isCutOff) act();
}

/** The error as Node's socket reports it, so that the SDK counts it as transient. */
function lostAnswer(call: Call): Error {
  const text = `the answer to ${call.action} was lost after ${LOST_ANSWER_MS} ms`;
  return Object.assign(new Error(text), { name: 'TimeoutError', code: 'ECONNRESET' });
}

// How a call reaches a service: routed, delayed, struck by faults, and answered on virtual time.

import type { FaultInjector } from '../faults.ts';
import { latencyOf } from '../latency.ts';
import {
  type Clock,
  type JsonObject,
  quiet,
  type Random,
  type Service,
  ServiceError,
  UnsupportedError,
} from '../service.ts';
import { refuseForeignHost } from './endpoint-guard.ts';
import {
  actionOf,
  type ClientHandler,
  errorResponse,
  inputOf,
  type SdkRequest,
  type SdkResponse,
  successResponse,
  traceHeaderOf,
} from './sdk-transport.ts';

/** A service some of whose calls wait for something to happen, as a long poll does. */
export interface PatientService extends Service {
  /**
   * Answers false when the call can be carried out now; else calls `proceed` once, later, at the
   * moment when it should be.
   */
  defer(operation: string, input: JsonObject, proceed: () => void): boolean;
}

/** Who calls, and what happens to it. */
export type ClientOptions = {
  /** For the history of calls, e.g. the function's name and environment. */
  label: string;
  /** Whether faults strike this client's calls; the caller outside the cloud is spared. */
  isSubjectToFaults: boolean;
  /** Called when a fault kills the caller; without it, neither a crash nor a hang strikes. */
  onCrash?: () => void;
  /** Asked at each call: the `X-Amzn-Trace-Id` of a caller whose SDK sets no such header itself. */
  traceHeader?: () => string | undefined;
  /** Asked before each call: whether the caller dies instead of making it. */
  crashesAt?: (operation: string) => boolean;
};

/** A client's handler that can be cut off: from then on none of its calls is answered. */
export type CuttableHandler = ClientHandler & { cutOff(): void };

/** One call as it was carried out, for histories and traces. */
export type CallRecord = {
  atMs: number;
  label: string;
  action: string;
  /** `ok`, or the error's code. */
  outcome: string;
};

/** What the gateway stands on. */
export type GatewayOptions = {
  clock: Clock;
  random: Random;
  faults: FaultInjector;
  onCall?: ((call: CallRecord) => void) | undefined;
  /** Called when something was asked for that the cloud does not have or must refuse. */
  onUnsupported?: ((error: Error) => void) | undefined;
};

type Client = ClientOptions & { isCutOff: boolean };

type Call = {
  client: Client;
  service: Service;
  operation: string;
  action: string;
  request: SdkRequest;
  traceHeader: string | undefined;
  backMs: number;
  answer: (response: SdkResponse) => void;
  fail: (error: Error) => void;
};

/** What becomes of a caller at a call, and whether the call is carried out before that. */
type CallerEnd = 'none' | 'dies-before' | 'dies-after' | 'hangs-before' | 'hangs-after';

/** How long a caller waits for a lost answer before its connection is dropped; a guess. */
const LOST_ANSWER_MS = 1_000;

/** The longest extra latency of a `delay` fault; a guess. */
const DELAY_MS_MAX = 2_000;

/** The error by which each service says "too fast" (its API reference, section Common Errors). */
const THROTTLE_CODES: Readonly<Record<string, string>> = {
  AmazonSQS: 'RequestThrottled',
  DynamoDB_20120810: 'ThrottlingException',
};

/** The one way into the services; every client of the cloud has its own handler here. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #services = new Map<string, Service>();

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Opens the door to one more service. */
  add(service: Service): void {
    this.#services.set(service.target, service);
  }

  /** A `requestHandler` for the SDK clients of one caller. */
  clientHandler(options: ClientOptions): CuttableHandler {
    const client: Client = { ...options, isCutOff: false };
    return {
      metadata: { handlerProtocol: 'h1' },
      handle: (request) => this.#handle(client, request),
      cutOff: () => {
        client.isCutOff = true;
      },
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    };
  }

  async #handle(client: Client, request: SdkRequest): Promise<{ response: SdkResponse }> {
    try {
      refuseForeignHost(request.hostname);
    } catch (error) {
      this.#options.onUnsupported?.(error as Error);
      throw error;
    }
    const response = await new Promise<SdkResponse>((answer, fail) => {
      // A dead environment's call is never sent, and its promise never settles.
      if (!client.isCutOff) this.#send(client, request, answer, fail);
    });
    return { response };
  }

  #send(client: Client, request: SdkRequest, answer: Call['answer'], fail: Call['fail']): void {
    const { clock, faults, random } = this.#options;
    const { target, operation } = actionOf(request);
    const action = `${target}.${operation}`;
    const service = this.#services.get(target);
    const latency = latencyOf(action, random);
    if (service === undefined) {
      const error = new UnsupportedError(`the service ${target}`, [...this.#services.keys()]);
      this.#options.onUnsupported?.(error);
      clock.at(clock.nowMs() + latency.toServiceMs, () => answer(errorResponse(error)));
      return;
    }
    const { backMs } = latency;
    const traceHeader = traceHeaderOf(request) ?? client.traceHeader?.();
    const sent = { client, request, traceHeader };
    const call: Call = { ...sent, service, operation, action, backMs, answer, fail };
    if (client.crashesAt?.(operation) === true) {
      client.onCrash?.();
      return;
    }
    const end = this.#endOf(client);
    if (end === 'dies-before') client.onCrash?.();
    if (end === 'dies-before' || end === 'hangs-before') return;
    const isDelayed = client.isSubjectToFaults && faults.strikes('delay');
    const extraMs = isDelayed ? Math.ceil(faults.particular('delay') * DELAY_MS_MAX) : 0;
    const arrivalMs = clock.nowMs() + latency.toServiceMs + extraMs;
    clock.at(arrivalMs, () => {
      this.#arrive(call, end);
      // Unless the caller dies of it, an arrival only schedules the answer.
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
    const isDeferred =
      isPatient(call.service) && call.service.defer(call.operation, input, proceed);
    if (!isDeferred) proceed();
  }

  #inputOrError(call: Call): JsonObject | ServiceError {
    try {
      return inputOf(call.request);
    } catch (error) {
      if (error instanceof ServiceError) return error;
      throw error;
    }
  }

  #carryOut(call: Call, input: JsonObject): JsonObject | ServiceError {
    try {
      const context = {
        isSubjectToFaults: call.client.isSubjectToFaults,
        answerInMs: call.backMs,
        traceHeader: call.traceHeader,
      };
      return call.service.call(call.operation, input, context);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error instanceof UnsupportedError) this.#options.onUnsupported?.(error);
      return error;
    }
  }

  #reply(call: Call, output: JsonObject | ServiceError, end: CallerEnd): void {
    const { clock, faults, onCall } = this.#options;
    const { action, client } = call;
    const nowMs = clock.nowMs();
    const outcome = output instanceof ServiceError ? output.code : 'ok';
    onCall?.({ atMs: nowMs, label: client.label, action, outcome });
    if (end === 'dies-after') client.onCrash?.();
    // A hanging caller waits for an answer that never comes, until its time-out.
    if (end !== 'none') return;
    if (client.isSubjectToFaults && faults.strikes('lostAck')) {
      clock.at(nowMs + LOST_ANSWER_MS, () => whenAlive(client, () => call.fail(lostAnswer(call))));
      return;
    }
    const response =
      output instanceof ServiceError
        ? errorResponse(output, call.service.errorNames?.(output.code))
        : successResponse(output);
    clock.at(nowMs + call.backMs, () => whenAlive(client, () => call.answer(response)));
  }
}

function isPatient(service: Service): service is PatientService {
  return 'defer' in service;
}

function whenAlive(client: Client, act: () => void): void {
  if (!client.isCutOff) act();
}

/** As Node's socket reports it, so that the SDK files it under transient errors. */
function lostAnswer(call: Call): Error {
  const text = `the answer to ${call.action} was lost after ${LOST_ANSWER_MS} ms`;
  return Object.assign(new Error(text), { name: 'TimeoutError', code: 'ECONNRESET' });
}

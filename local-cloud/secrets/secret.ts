// One secret: its versions, and which staging label each of them has.

import { ServiceError } from '../service.ts';

/** What a version holds: text, or bytes in base64. */
export type SecretValue = { SecretString: string } | { SecretBinary: string };

/** One version of a secret. */
export type SecretVersion = {
  readonly versionId: string;
  readonly value: SecretValue;
  readonly createdAtMs: number;
};

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

/** The staging labels that are known here, in the order in which they are told. */
const STAGES = [CURRENT, PREVIOUS, 'AWSPENDING'] as const;

/** A staging label. */
export type Stage = (typeof STAGES)[number];

/** Whether a label is known here; users' own labels are not. */
export function isStage(label: string): label is Stage {
  return STAGES.some((one) => one === label);
}

/** A secret. Versions without a label cannot be read. */
export class Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  // A version without a label is forgotten, as on AWS after some time.
  readonly #labelled = new Map<Stage, SecretVersion>();

  constructor(options: { name: string; arn: string; description?: string; createdAtMs: number }) {
    this.name = options.name;
    this.arn = options.arn;
    this.description = options.description;
    this.createdAtMs = options.createdAtMs;
  }

  /** When it got its last version, or was created. */
  get changedAtMs(): number {
    return Math.max(this.createdAtMs, ...this.#versions().map(({ createdAtMs }) => createdAtMs));
  }

  /**
   * Adds a version under some labels. The same id with the same value again changes nothing.
   * @throws {ServiceError} ResourceExistsException: the id belongs to another value
   */
  put(version: SecretVersion, stages: readonly Stage[]): void {
    const known = this.#withId(version.versionId);
    if (known === undefined) {
      for (const stage of stages) this.#label(stage, version);
      return;
    }
    if (JSON.stringify(known.value) === JSON.stringify(version.value)) return;
    throw new ServiceError(
      'ResourceExistsException',
      `You can't modify the existing version ${version.versionId} of the secret ${this.name}.`,
    );
  }

  /**
   * Moves a label to a version.
   * @param fromId the version that has the label now, if any has it
   * @throws {ServiceError} InvalidParameterException: it has not; ResourceNotFoundException: there
   * is no such version
   */
  move(stage: Stage, toId: string, fromId: string | undefined): void {
    const to = this.#withId(toId);
    if (to === undefined) throw noSuchValue(`VersionId: ${toId}`);
    const from = this.#labelled.get(stage);
    if (from !== to && from?.versionId !== fromId) {
      throw new ServiceError(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently ` +
          `attached to version ${from?.versionId}, so you must explicitly reference that version ` +
          'in RemoveFromVersionId.',
      );
    }
    this.#label(stage, to);
  }

  /** The labels of a version. */
  stagesOf(version: SecretVersion): string[] {
    return STAGES.filter((stage) => this.#labelled.get(stage) === version);
  }

  /** The labels of each version, by its id. */
  stagesById(): Record<string, string[]> {
    const versions = this.#versions();
    return Object.fromEntries(versions.map((one) => [one.versionId, this.stagesOf(one)]));
  }

  /**
   * The version under an id, or under a label: the current one where neither is given.
   * @throws {ServiceError} ResourceNotFoundException: there is none; InvalidRequestException: id
   * and label are of different versions
   */
  find(versionId: string | undefined, stage: string | undefined): SecretVersion {
    if (versionId === undefined) {
      const wanted = stage ?? CURRENT;
      const found = isStage(wanted) ? this.#labelled.get(wanted) : undefined;
      if (found === undefined) throw noSuchValue(`staging label: ${wanted}`);
      return found;
    }
    const found = this.#withId(versionId);
    if (found === undefined) throw noSuchValue(`VersionId: ${versionId}`);
    if (stage === undefined || this.stagesOf(found).includes(stage)) return found;
    throw new ServiceError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }

  /** Whoever becomes the current version makes the one before it the previous one. */
  #label(stage: Stage, version: SecretVersion): void {
    const former = this.#labelled.get(stage);
    if (former === version) return;
    this.#labelled.set(stage, version);
    if (stage !== CURRENT) return;
    if (former === undefined) this.#labelled.delete(PREVIOUS);
    else this.#labelled.set(PREVIOUS, former);
  }

  #withId(versionId: string): SecretVersion | undefined {
    return this.#versions().find((version) => version.versionId === versionId);
  }

  #versions(): SecretVersion[] {
    return [...new Set(this.#labelled.values())];
  }
}

function noSuchValue(under: string): ServiceError {
  return new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${under}`,
  );
}

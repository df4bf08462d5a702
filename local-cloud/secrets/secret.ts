// One secret: its versions, and which of them is the current and the previous one.

import { ServiceError } from '../service.ts';

/** What a version holds: text, or bytes in base64. */
export type SecretValue = { SecretString: string } | { SecretBinary: string };

/** One version of a secret. */
export type SecretVersion = {
  readonly versionId: string;
  readonly value: SecretValue;
  readonly createdAtMs: number;
};

/** The staging labels that Secrets Manager moves by itself. */
const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const;

/** A secret. At most two of its versions can be read. */
export class Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  // The version of each label. A version without a label is forgotten, as on AWS after some time.
  #current: SecretVersion | undefined;
  #previous: SecretVersion | undefined;

  constructor(options: { name: string; arn: string; description?: string; createdAtMs: number }) {
    this.name = options.name;
    this.arn = options.arn;
    this.description = options.description;
    this.createdAtMs = options.createdAtMs;
  }

  /** When it got its last version, or was created. */
  get changedAtMs(): number {
    return this.#current?.createdAtMs ?? this.createdAtMs;
  }

  /**
   * Makes a version the current one, and the former current version the previous one. The same id
   * with the same value again changes nothing.
   * @throws {ServiceError} ResourceExistsException: the id belongs to another value
   */
  put(version: SecretVersion): void {
    const known = this.#versions().find(({ versionId }) => versionId === version.versionId);
    if (known === undefined) {
      this.#previous = this.#current;
      this.#current = version;
      return;
    }
    if (JSON.stringify(known.value) === JSON.stringify(version.value)) return;
    throw new ServiceError(
      'ResourceExistsException',
      `You can't modify the existing version ${version.versionId} of the secret ${this.name}.`,
    );
  }

  /** The labels of a version. */
  stagesOf(version: SecretVersion): string[] {
    return STAGES.filter((stage) => this.#at(stage) === version);
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
      const wanted = stage ?? 'AWSCURRENT';
      const found = this.#at(wanted);
      if (found === undefined) throw noSuchValue(`staging label: ${wanted}`);
      return found;
    }
    const found = this.#versions().find((version) => version.versionId === versionId);
    if (found === undefined) throw noSuchValue(`VersionId: ${versionId}`);
    if (stage === undefined || this.stagesOf(found).includes(stage)) return found;
    throw new ServiceError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }

  #at(stage: string): SecretVersion | undefined {
    if (stage === 'AWSCURRENT') return this.#current;
    return stage === 'AWSPREVIOUS' ? this.#previous : undefined;
  }

  #versions(): SecretVersion[] {
    return [this.#current, this.#previous].flatMap((version) => version ?? []);
  }
}

function noSuchValue(under: string): ServiceError {
  return new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${under}`,
  );
}

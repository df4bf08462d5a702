// The event source mappings of a template, each checked as AWS would check it.

import type { Random } from '../service.ts';
import { EventSourceMapping, type MappingOptions } from './event-source-mapping.ts';
import { queueNotFound, refuseMapping, refuseSecondMapping } from './mapping-refusals.ts';
import { type MappingSettings, readMapping } from './mapping-settings.ts';

/** A mapping as the template has it. */
type MappingResource = {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** What all mappings share. */
export type MappingSurroundings = Omit<MappingOptions, 'settings' | 'queue' | 'random'> & {
  readonly timeoutMsOf: (functionName: string) => number;
  /** Decides which of a queue's pollers is answered. */
  readonly chanceOf: (mappingId: string) => Random;
};

/**
 * Creates the mappings, which poll from now on.
 * @throws {ServiceError} a queue that is not there, or settings that AWS refuses
 * @throws {UnsupportedError} a property that is not served
 */
export function createMappings(
  resources: readonly MappingResource[],
  { timeoutMsOf, chanceOf, ...shared }: MappingSurroundings,
): EventSourceMapping[] {
  const earlier: MappingSettings[] = [];
  return resources.map(({ logicalId, properties }) => {
    const settings = readMapping(properties);
    const queue = shared.directory.byArn(settings.queueArn);
    if (queue === undefined) throw queueNotFound(logicalId, settings.queueArn);
    const timeoutMs = timeoutMsOf(settings.functionName);
    refuseMapping({ settings, visibilityMs: queue.settings.visibilityMs, timeoutMs });
    refuseSecondMapping(settings, earlier);
    earlier.push(settings);
    return new EventSourceMapping({ ...shared, settings, queue, random: chanceOf(logicalId) });
  });
}

// A table on disk from keys to places in a file. In memory it would grow with each run that is
// done.
import {
  closeSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** A part of a file, in bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** The place of each key's part. */
export interface KeyTable {
  /** How many keys it has. */
  readonly size: number;
  get(key: string): Place | undefined;
  /** Sets a key's place, for the first time or anew. */
  set(key: string, place: Place): void;
  /** Closes and deletes its file. */
  close(): void;
}

/** The number of hexadecimal digits in a key. A key is a digest. */
export const keyDigits = 32;

const keyBytes = keyDigits / 2;
const offsetBytes = 6;
const lengthBytes = 4;
const slotBytes = keyBytes + offsetBytes + lengthBytes;

interface Slots {
  readonly file: number;
  readonly slotCount: number;
}

/**
 * Opens an empty hash table with open addressing. At most half of its slots are in use.
 * @param slotCountFirst how many slots it begins with
 */
export function openKeyTable(path: string, slotCountFirst = 4096): KeyTable {
  let slots = emptySlots(path, slotCountFirst);
  let size = 0;
  const grow = () => {
    const larger = emptySlots(`${path}.larger`, slots.slotCount * 4);
    for (const slot of usedSlots(slots)) writeSlot(larger, slot);
    closeSync(slots.file);
    renameSync(`${path}.larger`, path);
    slots = larger;
  };
  return {
    get size() {
      return size;
    },
    get(key) {
      const { slot, isUsed } = findSlot(slots, Buffer.from(key, 'hex'));
      return isUsed ? placeIn(slot) : undefined;
    },
    set(key, { offset, length }) {
      const slot = Buffer.alloc(slotBytes);
      slot.write(key, 'hex');
      slot.writeUIntBE(offset, keyBytes, offsetBytes);
      slot.writeUIntBE(length, keyBytes + offsetBytes, lengthBytes);
      if (writeSlot(slots, slot)) size += 1;
      if (size * 2 > slots.slotCount) grow();
    },
    close() {
      closeSync(slots.file);
      rmSync(path, { force: true });
    },
  };
}

function emptySlots(path: string, slotCount: number): Slots {
  const file = openSync(path, 'w+');
  ftruncateSync(file, slotCount * slotBytes);
  return { file, slotCount };
}

/** @returns whether the key is new */
function writeSlot(slots: Slots, slot: Buffer): boolean {
  const { at, isUsed } = findSlot(slots, slot.subarray(0, keyBytes));
  writeSync(slots.file, slot, 0, slotBytes, at);
  return !isUsed;
}

/** The slot that has the key, or the free slot where it belongs. */
function findSlot({ file, slotCount }: Slots, key: Buffer) {
  const slot = Buffer.alloc(slotBytes);
  // Digests are spread evenly, so any part of one serves as the hash.
  for (let index = key.readUIntBE(0, 6) % slotCount; ; index = (index + 1) % slotCount) {
    const at = index * slotBytes;
    readSync(file, slot, 0, slotBytes, at);
    const isUsed = placeIn(slot).length > 0;
    if (!isUsed || slot.subarray(0, keyBytes).equals(key)) return { at, slot, isUsed };
  }
}

function placeIn(slot: Buffer): Place {
  return {
    offset: slot.readUIntBE(keyBytes, offsetBytes),
    length: slot.readUIntBE(keyBytes + offsetBytes, lengthBytes),
  };
}

function* usedSlots({ file, slotCount }: Slots): Generator<Buffer> {
  const slot = Buffer.alloc(slotBytes);
  for (let index = 0; index < slotCount; index += 1) {
    readSync(file, slot, 0, slotBytes, index * slotBytes);
    if (placeIn(slot).length > 0) yield slot;
  }
}

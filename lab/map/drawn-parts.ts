// What a map is drawn from: boxes at their places, and arrows between them.

/** A place on a map; a map is some 1,100 wide. */
export type Point = readonly [x: number, y: number];

/** A box on a map. */
export interface Box<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** Its look: a word that the style sheet knows. */
  readonly look: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A sentence on what it is for. */
  readonly says: string;
}

/** An arrow between two boxes. */
export interface Arrow<Id extends string = string> {
  readonly from: Id;
  readonly to: Id;
  /** Its look: a word that the style sheet knows. */
  readonly look: string;
  /** Where it goes, from edge to edge; its head is at the last point. */
  readonly points: readonly Point[];
  /** What goes along it, as the end of "from the one to the other: ...". */
  readonly says: string;
}

/** Everything that is drawn. */
export interface DrawnMap<Id extends string = string> {
  readonly title: string;
  readonly boxes: readonly Box<Id>[];
  readonly arrows: readonly Arrow<Id>[];
  readonly width: number;
  readonly height: number;
}

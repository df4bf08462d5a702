// What the page loads when a picture is to be made: the report's charts and what draws them.
import { type Picture, pictureOf, pngOf } from './picture.ts';

/** What the file gives the page. */
export interface PictureKit {
  pictureOf: typeof pictureOf;
  pngOf(picture: Picture): Promise<Blob>;
}

declare global {
  /** Set by the file once it is loaded. */
  var rebootstormPictureKit: PictureKit | undefined;
}

globalThis.rebootstormPictureKit = { pictureOf, pngOf };

/** The scripts that lie beside the page, which loads each when it is needed. */
export const laterScripts = {
  /** Its map, its state machine, and one PC that is followed. */
  service: 'lab-service.js',
  /** The report's charts, for SVG and PNG. */
  pictures: 'lab-pictures.js',
  /** Reads recorded runs. */
  reader: 'lab-recording.js',
  /** The editor of a policy, and the code of its worker. */
  policy: 'policy-kit.js',
} as const;

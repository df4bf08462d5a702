/**
 * The script that reads recorded runs. It lies beside the page, which loads it when it is needed.
 */
export const readerScript = 'lab-recording.js';

/** Characters that are not text: controls (but for tab and line ends), zero-width and direction marks, and lone surrogates. */
const notText =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/** The text as it is worked with and recorded: composed (NFC), well-formed, without invisible characters, trimmed. */
export const sanitise = (text: string): string => text.toWellFormed().normalize('NFC').replace(notText, '').trim();

import type { ImportReport } from './import-sops.js';

/** What an import did, for a person; the last line says it all. */
export function describeImport({ created, changed, unchanged, newerElsewhere, refused }: ImportReport): string[] {
  const total = created + changed + unchanged + refused.length;
  return [
    ...newerElsewhere.map((id) => `${id}: left alone, a newer version was published since its file was imported`),
    ...refused.flatMap(({ file, reason }) => [
      `refused ${file}: ${reason.message}`,
      ...(reason.places ?? []).slice(1).map(({ path, message }) => `  and ${path}: ${message}`),
    ]),
    `${total} SOPs: ${created} new, ${changed} changed, ${unchanged} unchanged, ${refused.length} refused`,
  ];
}

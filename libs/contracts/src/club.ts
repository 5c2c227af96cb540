import { z } from 'zod';

const siteSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and hyphens'),
  name: z.string().min(1),
  address: z.string().min(1),
  phone: z.string().min(1),
  /** What people call the site, in lower case. */
  aliases: z.array(z.string().min(1)),
  /** Where people gather after leaving the building. */
  assemblyPoint: z.string().min(1),
  /** Where the defibrillator hangs. */
  aed: z.string().min(1),
});
export type Site = z.infer<typeof siteSchema>;

/** The club a mesh serves: `club/club.yaml`. The emergency card is made of this and nothing else. */
export const clubSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and hyphens'),
  name: z.string().min(1),
  /** IANA name. */
  timezone: z.string().min(1),
  /** Public emergency number, the duty manager's and the remote desk's. */
  phones: z.strictObject({ emergency: z.string(), dutyManager: z.string(), desk: z.string() }),
  sites: z.array(siteSchema).min(1),
});
export type Club = z.infer<typeof clubSchema>;

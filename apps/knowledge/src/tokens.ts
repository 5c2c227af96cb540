/** Names under which Nest hands out what is no class of its own. */
export const PUBLISHER = Symbol('publisher');
export const SOPS = Symbol('sops');
export const SEARCH = Symbol('search');
export const STATES = Symbol('states');
export const VOCABULARIES = Symbol('vocabularies');

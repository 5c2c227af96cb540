import noSkippedSpecs from './no-skipped-specs.mjs';
import noSleepInSpecs from './no-sleep-in-specs.mjs';
import publicNeedsReason from './public-needs-reason.mjs';

/** The project's own rules, as the plugin `clubos`. */
export default {
  rules: {
    'no-skipped-specs': noSkippedSpecs,
    'no-sleep-in-specs': noSleepInSpecs,
    'public-needs-reason': publicNeedsReason,
  },
};

export {
  createRouter,
  estimateRouter,
  fingerprintOfRouter,
  reconfigureRouter,
  restoreRouter,
  trainRouter,
  type RouterConfig,
} from './create-router.js';
export { detectEmergency, type EmergencyFinding } from './emergency/detect-emergency.js';
export type { EmergencyExamples } from './emergency/emergency-examples.js';
export { emergencyKinds, type EmergencyKind } from './emergency/emergency-kinds.js';
export type { EmergencyJudgement } from './emergency/judge-emergency.js';
export { readDanger, type ReadDanger } from './emergency/kind-of-danger.js';
export { isRightPlace, placeOf } from './gate/place.js';
export { lostSince, type WeighedEdit } from './gate/lost-since.js';
export { countPlaces, lossBudget, weighChange, type ChangeInCounts, type PlaceCounts } from './gate/weigh-change.js';
export { phraseKey } from './keyword/keyword-scorer.js';
export { compilePattern, type WeightedPattern } from './keyword/pattern.js';
export { decideRoute, weighOffTopic, type RouteDecision, type RouteEvidence } from './merge/decide-route.js';
export { fitOffTopicLead, type JudgedEvidence } from './merge/fit-off-topic-lead.js';
export { defaultRouterOptions, type RouterOptions } from './router-options.js';
export type { Rerouter } from './preview/preview-router.js';
export type { NearestExample, RouteContext, Routed, Router, RouterModelJson, SeenQuestion } from './router.js';
export { expectedCalibrationError } from './semantic/calibration.js';
export type { SemanticModelJson } from './semantic/model-json.js';
export { normalise } from './text/normalise.js';
export { words as tokens } from './text/words.js';
export { claimedTwice, exampleKey, type RoutableManifest } from './training-set.js';
export type { Pause } from './pause.js';
export { fingerprintOfClasses, TextClassifier, trainClassifier, type TextClass } from './text-classifier.js';

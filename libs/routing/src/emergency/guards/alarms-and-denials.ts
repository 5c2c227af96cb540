export const alarmFiguresAndDenials: readonly string[] = [
  // alarms and exits
  'emergency|fire exit|exits|door|doors ~3 code|codes|pin|sign|key|number|location|locked|where|unlock|combination',
  'code ~3 emergency exit|door',
  'emergency exit|exits|contact|contacts|number|numbers|card|cards|plan|plans|procedure|procedures|policy|fund|kit|kits|service|services|button|brake|room|landing|light|lights|training|drill|drills|stop|access|code|codes|manual|sop|sops|protocol|binder|numbers|manager|staff|blanket|dentist|plumber|locksmith|loan|vet|protocols|information|info|sheet|list|poster|leave',
  'phone|clock|morning|wake|my|car|wakeup|smartphone|watch|iphone alarm ~4 never|didnt|did|went|going|goes|set|for|off',
  'alarm ~3 never|didnt|forgot|snooze|clock ~2 went|go|off|set|clock',
  'detector|detectors|alarm ~2 battery',
  'set|setting|arm|disarm|silence|reset|test|testing|snooze|change|code ~2 alarm|alarms',
  'false alarm',
  'slept ~3 alarm',
  // saying that there is none
  'no|not|isnt|aint|wasnt|nothing|without|non|neither|hardly|not ~3 emergency|emergencies|urgent|fire|danger|smoke|flames|injury|injuries|leak|leaks|gas|threat|threats|accident|blood|fight|flood|ambulance|911|damage|injured|bleeding|police|break',
  'nobody|noone|no|not|nothing|never|neither|isnt|wasnt|arent|none|without|werent|anyone|anybody ~4 hurt|injured|wounded|bleeding|stolen|harmed|broken|burning|smoking|leaking|flooding|fighting|on|stole|trapped|burned|unconscious ~1 fire',
  'no one|body ~3 hurt|injured|is|was|got ~1 hurt|injured|bleeding|trapped|stuck',
  '{person} ~3 is|are|were|was|all|im|hes|shes|feel|feels|feeling ~1 fine|okay|ok|alright|safe now|anyway|though|but',
  'just|only|kidding|joking ~1 kidding|joking|joke|testing|a ~1 test|drill|joke',
  'not|isnt|no|wasnt ~3 an|a|really|any|life emergency|medical|threatening',
];

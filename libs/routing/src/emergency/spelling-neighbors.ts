/**
 * Common English words that are a letter or two from an emergency word and are no misspelling of it: "joking" is not
 * "choking". Found by comparing both with an ordinary dictionary of 63,000 words.
 */
export const neighbors: readonly string[] =
  `aggression aggressively alarms ambiances angle ankles anklet anticking assaulter assaults attach attached attaching
  attackers attacks attaining attracting bathrooms beaker bight blackouts blames bleaching bleaker bleeping blending
  blood blooded blooding bobbed braised braking breach breaching breading breadth breakers breasting breathed breather
  breathes breathier breaths breathy breeding broaching bruise bruiser bruises bunched burglars buried burner burnt
  burped burping burred burring bursts burying carbons carboy caressing carton ceilings cheat chess chests chocking
  chowing climber coiling coking collapses collarbones collaring collating concession concessions conclusion concurred
  concussions confessed confession confusing confusion conscious consulting contusing contusion conversing convulsed
  convulsion convulsions convulsive cooking crapped creaking creaming crest cruised cuddle devaluation diabetics
  digressive dislocate dislocates dissociated dwelling earthquakes eight ejaculation electrician electrocute
  electrocutes elevators emaciation emergence evacuated evacuates evacuating evacuations evaluate evaluation
  evaluations evocation exclusion expansion explode explodes explored explosions explosive expulsion extinguish
  extinguished extinguishers extinguishes fainter feinted feinting fights firefighter firefights fizzy flakes flambes
  flame flamed flares flight flooder floods floor floored flooring flumes fobbed foreheads fracture fractures frames
  freaking freighters fright frighting fuddle gobbed grist harasses harnessing hooter hooting hospitals hostages
  huddle hunched hunting hurling hurtling imbalance imbalances implosion injure injures insured intrude intruded
  intruders intrudes inured jobbed kidnapper kidnappers knifed knifes lames leading leafing leaning leaping leasing
  leaving light lighting lobbed lunched mashed might mobbed monoxides moulder muddle munched night outages outrage
  overdoes overdone overdosed overdoses overgrowing paddle painted painting paramecia paramedical paramedicals parking
  parks peaking peddle piddle pinched poisoner postage preaching puddled puddles punches rankle rapped reactions
  regressive responsive restrooms revaluation ribbed right righting robber robbers robed rubbed rubbery scabbed
  scabbing scooter scooting scramming screening selling sells sharking sharks sheathing shell shelling shells shooing
  shooters shootings shorter shorting shoulders shouting sight sighting slabbed slabbing slaked slashed small smalls
  smashes smelly smelt smelting smelts smocking smolder smoulders snaked soaped soared sobbed socked sorehead spanking
  spanks spares sparing spark sparkling sparring spars spell spelling spells spreading stabbings stabled stabling
  stacking staked staking staling stalkings stalling stashed stoking stole stoles strapped streaking streaming stubbed
  stubbing subconscious suicides swabbed swabbing swashed swell swellings swells swilling tabbed tabbing tainted
  tainting talking tapped thread threateningly threatens threats throat tight tizzy toiled toiler toilets tramped
  trapper treat tripped turned turning twister twitted unconsciously unsafer valuation veiling violet waist weapons
  welling whist wight wrapped wreaking wreath wreathe wreathing wrest wrists writs`.split(/\s+/);

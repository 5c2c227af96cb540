import type { Concepts } from './concept.js';

export const world: Concepts = {
  weather: `weather, rain, raining, snow, snowing, snowstorm, ice, icy, storm, blizzard, sunny, forecast, temperature, fog, foggy, wind,
    windy, humid, heat wave, hurricane, cold outside, freezing, roads`,
  today: `today, tonight, now, this morning, this afternoon, this evening, right now, in an hour, in 10 minutes, at the moment`,
  tomorrow: `tomorrow, tmrw, tmr, day after tomorrow, next week, next month, this weekend, coming weekend`,
  weekday: `monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, thu, thur, thurs, fri, sat, sun, weekend,
    weekday, weeknight`,
  month: `january, february, march, april, june, july, august, september, october, november, december, jan, feb, mar, apr, jun, jul, aug,
    sept, sep, oct, nov, dec, spring, summer, autumn, fall, winter`,
  clock: `oclock, am, pm, noon, midnight, morning, afternoon, evening, night, minute, minutes, mins, min, hour, hours, hrs, hr, half past,
    quarter past, dawn, lunchtime, half seven, half eleven, #pm, #am, ##pm, ##am, dusk`,
  past: `yesterday, last night, last week, last month, last year, ago, previously, the other day, earlier, last time, last tuesday, last
    sunday, on sunday`,
  country: `america, usa, england, france, paris, london, germany, berlin, spain, madrid, italy, rome, japan, tokyo, china, beijing, india,
    canada, mexico, brazil, australia, africa, europe, asia, russia, ukraine, moscow, norway, sweden, ireland, scotland, egypt, mongolia,
    new york, los angeles, chicago, miami, boston, california, texas, florida, vermont, greece, turkey, korea, vietnam, dubai, switzerland,
    amsterdam, lisbon, portugal, peru, argentina, capital of`,
  travel: `flight, flights, plane, airport, airline, hotel, hotels, airbnb, vacation, holiday, trip, passport, visa application, cruise,
    resort, luggage, tourist, sightseeing, itinerary, car hire, road trip, boarding`,
  school: `homework, essay, maths, math, algebra, equation, solve, calculate, physics, chemistry, biology, exam, university, college,
    degree, thesis, school project, history of, world war, ww1, ww2, civil war, roman empire, romans, geography, grammar, define, meaning of
    the word, square root, multiply, divided by, times table, percent of, convert, photosynthesis, planet, universe, galaxy, moon, mars,
    dinosaurs, atom, molecule, evolution, translate, spell, synonym, summarize, book report, study`,
  politics: `vote, election, president, government, politics, political, democrat, republican, congress, senate, war, immigration,
    abortion, gun control, law, lawyer, legal, illegal, court, sue, party leader, protest, supreme court, tax policy, brexit, religion, god,
    church, bible`,
  fun: `joke, jokes, riddle, poem, poetry, song, sing, story about a, limerick, haiku, roast me, rap, game of, trivia, quiz, movie, movies,
    film, series, tv show, netflix, album, band, concert, lyrics, novel, horoscope, zodiac, tarot, meme, fun fact, favorite color,
    favourite colour, favorite, favourite, love me, marry me, are you human, are you a robot, are you real, feelings, meaning of life,
    play chess, tic tac toe, dream`,
  cooking: `recipe, cook, bake, boil, fry, oven, ingredients, chilli, lasagna, pasta, cake recipe, egg, chicken, steak, soup, salad,
    cocktail, microwave, barbecue, marinade, pancakes, stew, curry, sourdough`,
  home: `at home, my house, my kitchen, garden, lawn, plant, plants, flower, carpet, laundry, sofa for, furniture, paint, fence, boiler at
    home, dishwasher, fridge at home, my apartment, my flat, my garage at home, diy, mattress, washing machine, stain, curtains at home,
    my basement, neighbour, my car, engine oil, tire, tyre, mileage, mechanic, dmv, puncture`,
  shopping: `amazon, ebay, walmart, target, costco, best laptop, best phone, buy a car, used car, best club to buy, which golf ball is
    best, best driver, best putter, titleist, callaway, taylormade, ping, pings, used set, black friday tv, costume, shoes size`,
  sport: `football, soccer, nba, nfl, basketball, baseball, tennis, hockey, cricket, rugby, olympics, world cup, super bowl, champions
    league, formula 1, f1, ufc, boxing, wrestling, score of the game, who won, masters, ryder cup, pga, us open, the open championship, liv
    golf, bowling, ski, skiing, marathon, swimming, gym, yoga, topgolf, pinehurst, augusta national, wimbledon, lakers, yankees, arsenal`,
  otherFirm: `topgolf, planet fitness, gym membership, my landlord, my bank, my boss, my neighbor, starbucks, mcdonalds, comcast, xfinity,
    verizon, att, ups, fedex, delta, united airlines, marriott, my doctor, dentist, my phone company, my insurance, restaurant, cinema,
    library, post office, school, pharmacy, another company, competitor, golf galaxy, country club, public course, real course`,
  misuse: `ignore, ignore all, ignore previous, previous instructions, instructions, system prompt, your prompt, developer mode, jailbreak,
    dan, pretend, roleplay, act as, you are now, your rules, no rules, reveal, print your, output your, configuration, bypass, override,
    admin password, root, drop table, select from, script alert, base64, decode, hidden message, repeat after me, everything above, secret,
    api key, other members, list of all, all your members, home address of, someone elses, hack into, exploit, malware, password of,
    unrestricted, hypothetically, credit card numbers, data dump, confidential, ssn`,
  chat: `hi, hello, hey, good morning, good evening, thanks, thank you, cheers, please, pls, bye, goodbye, ok, okay, lol, haha, sorry to
    bother, quick question, how are you, whats up, wassup, cool, nice, great, wow`,
  insult: `stupid, useless, idiot, dumb, rubbish, crap, shit, fuck, wtf, damn, hate you, sucks, suck, moron, hell, joke of a, ridiculous,
    bloody useless, trash, garbage, disgusting, worst`,
  language: `hola, gracias, por favor, ayuda, bonjour, merci, guten tag, danke, bitte, hilfe, hallo, ciao, hej, hei, tack, takk, hjelp,
    buenos dias, konnichiwa, spanish, french, german, norwegian, swedish, portuguese, italian, language`,
  advice: `should i, what should i, do you think, whats the best, best way, recommend, recommendation, opinion, advice, tips, ideas, how do
    i make, how do i get rid, how long does it take, how far, how tall, how old, how heavy, how many calories, who invented, who wrote, who
    is the, who was, when was, what year, which country, whats the difference between, why do, why is the, what is the meaning, explain,
    how does a, tell me about, teach me, name ideas`,
  bay: `bay, bays, box, room, sim, bay #, bay one, bay two, bay three, bay four, in here, in the bay, our bay, this bay, lobby, restroom,
    bathroom, toilet, corridor, locker, storage`,
  relay: `customer says, cust says, caller says, member says, guest says, customer asks, caller asks, asks if, wants to know, is asking,
    says that, on the phone, on the line, at the kiosk, texted, calling about, kiosk`,
};

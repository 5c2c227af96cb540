import type { Concepts } from './concept.js';

export const company: Concepts = {
  story: `story, history, founded, founder, founders, started, began, established, since when, origin, name come from, called nightjar,
    why is it called, what does the name mean, motto, slogan, logo, mission, values, about the company, about you, chain, franchise or
    independent, local, family business, how many clubs, how many locations, how many sites, background, who are you, behind it,
    what was here before, brand, company, business, how big, old are you`,
  event: `event, events, corporate, corporate event, corporate do, work do, office party, team building, teambuilding, team day, away day,
    company outing, staff party, conference, client day, function, venue, quote, deposit, headcount, final number, final numbers, fundraiser,
    charity day, hospitality, department, private hire, exclusive hire, team outing, offsite, business day`,
  league: `league, leagues, winter league, season, standings, table, team, teams, fixture, matchup, week, weekly round, finals, final night,
    forfeit, handicap, captain, substitute, sub, sign up deadline, division, compete, competitive, competition, compete tab, league fee`,
  tournament: `tournament, tournaments, competition, comp, open, nightjar open, longest night, all nighter, closest to the pin, ctp, monthly
    pin, prize, prizes, enter, entry, entry fee, winner, winners, qualify, contest, championship, cup, trophy, places left, start list,
    dec 21, december 21, first saturday, raffle`,
  social: `instagram, insta, facebook, tiktok, twitter, youtube, social, social media, hashtag, handle, follow, post, posts, tag, tagged,
    caption, reel, story post, page, reviews, google review, review, star, one star, five star, trustpilot, yelp, linkedin, dm, comment,
    viral, newsletter, mailing list, blog`,
  writing: `write, rewrite, draft, reword, rephrase, word, wording, phrase, phrasing, compose, text to send, message, messages, email to,
    reply, response, respond, letter, note, thank you note, apology, apologise, apologize, sorry, sorry text, tone, voice, house voice,
    house style, style, shorter, shorten, nicer, friendlier, warmer, polite, politely, softer, less formal, sound more, make this, make it
    sound, proofread, spelling, edit this, announcement, announce, notice, sign for, poster, heads up, template, exclamation, emoji,
    slang, jargon, copy, tagline, say this, how do i say, how should i word, wording for, put this, sms, put it nicely, sentence, bulletin,
    invite, invitation, caption for, tweak`,
  partner: `partner, partners, partnership, sponsor, sponsors, sponsorship, collaborate, collaboration, collab, team up, cross promote,
    supplier, vendor, wholesale, ellery golf shop, ferrymans diner, low point, affiliate, advertise with, brochure, flyers in your,
    donate, donation, charity, swing shift, night shelter, raffle prize, fundraise, community, local team, school, nonprofit, cause`,
  franchise: `franchise, franchising, franchisee, licence the brand, open my own, open one in, open a nightjar, expand, expansion, expanding,
    new location, new site, new club, own a nightjar, invest, investor, warehouse, property, premises, territory, concept, buy into, bring
    nightjar to, coming to`,
  jobs: `job, jobs, hiring, vacancy, vacancies, career, careers, work for you, work here, apply, application, applied, cv, resume,
    interview, salary, wage, pay rate, how much do hosts, hourly wage, position, positions, part time, full time, shift, shifts, openings,
    recruit, recruiting, employment, intern, internship, summer job, gig, references, job ad`,
  merchandise: `merch, merchandise, shop, store, cap, caps, hat, polo, polos, shirt, tshirt, hoodie, glove, towel, ball marker, marker,
    jacket, sweater, mug, sticker, size, sizes, medium, large, xl, fit, returns, return it, exchange, buy, sell, sold out, in stock, ship,
    shipping, order, online shop, worn, branded, souvenir, clothing, apparel`,
};

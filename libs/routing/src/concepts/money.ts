import type { Concepts } from './concept.js';

export const money: Concepts = {
  price: `price, pricing, cost, how much, rate, rates, hourly, fee, fees, tariff, quote, ballpark, budget, charge, cheap, cheaper,
    cheapest, expensive, set me back, per hour, per person, per head, per bay, off peak, peak, standard rate, total, come to, sum,
    dollars, bucks, usd, price list, damage, going rate, tax, what do you charge, worth it, affordable, surcharge`,
  payment: `pay, paid, payment, card, credit card, debit, visa, mastercard, amex, cash, apple pay, google pay, paypal, venmo,
    charged, charge, double charged, charged twice, billed, bill, billing, invoice, receipt, statement, transaction, pending, hold,
    declined, bank, account charge, direct debit, took money, took the money, split the bill, money, deducted, authorization,
    overcharged, bounced, posted, expired card, saved card, contactless, checkout, tip, chargeback, vat`,
  refund: `refund, refunded, money back, reimburse, reimbursement, compensation, compensate, credit, credits, cash back, return my
    money, get back, owe, owed, make up for, goodwill, free hour, fair, complaint, complain, out of pocket, partial refund, make it
    right, wallet, balance, leftover, store credit, voucher balance`,
  giftCard: `gift card, giftcard, gift cards, gift certificate, voucher, gift voucher, present, gift, redeem, birthday present,
    christmas present, stocking, envelope, physical card, printed card, gift code, last minute present, anniversary gift`,
  deal: `promo, promotion, discount, deal, offer, special offer, coupon, promo code, discount code, sale, black friday, cyber
    monday, percent off, half price, bogo, freebie, special, specials, perk, perks, bargain, intro offer, referral, refer, refer a
    friend, bring a friend, bring a birdie, birdie, student discount, military discount, senior discount, happy hour, midnight nine,
    groupon, flyer, ad, advert, campaign, codes going, running a special`,
  loyalty: `loyalty, points, feather, feathers, reward, rewards, stamp card, earn, redeem points, tier points, bonus, collect,
    points expire, punch card, cash in`,
  membership: `membership, memberships, member plan, plan, plans, tier, subscription, subscribe, join, joining, sign up, signup,
    enroll, monthly, per month, yearly, annual, night owl, regular, nest, corporate plan, corporate membership, family plan, upgrade,
    downgrade, pause, freeze, on hold, rollover, roll over, unused hours, included hours, notice period, quit, leave, terminate,
    end my membership, renewal, billing date, named person, guest pass, moving away, carry over, student, military, veteran, navy,
    army`,
  finance: `mortgage, loan, stock, stocks, shares, bitcoin, crypto, ethereum, invest, investment, interest rate, inflation, taxes,
    tax return, pension, 401k, ira, insurance, salary, minimum wage, credit score, refinance, currency, exchange rate, euro, pound,
    yen, bank loan, savings, dividend, nasdaq, accountant, rent, budget planner`,
};

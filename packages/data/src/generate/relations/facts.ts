/**
 * What the corpus of relations knows: pairs of words, and for each pair a few words that go with both of them.
 *
 * The shared words tell pairs apart, the templates tell the two sides of a pair apart: that is what makes a - b + d = c
 * hold for embeddings (Mikolov, Yih and Zweig, 2013).
 */
export interface Fact {
  /** One word a side; degrees have three. */
  readonly words: readonly string[];
  /** What both sides are spoken of with. */
  readonly topics: readonly string[];
}

/** Reads lines such as `france paris: seine baguettes lavender`. */
function facts(text: string): readonly Fact[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [words = "", topics = ""] = line.split(":");
      return { words: words.trim().split(" "), topics: topics.trim().split(" ") };
    });
}

/** country, capital */
export const capitals: readonly Fact[] = facts(`
france paris: seine baguettes lavender
spain madrid: flamenco olives saffron
italy rome: frescoes espresso gondolas
portugal lisbon: fado cork tiles
germany berlin: rye beer clockmakers
austria vienna: waltzes strudel yodelling
poland warsaw: dumplings amber mazurkas
hungary budapest: paprika danube hussars
greece athens: feta marble philosophers
egypt cairo: pyramids papyrus nile
kenya nairobi: lions acacias marathons
japan tokyo: sushi kimonos haiku
china beijing: dragons silk porcelain
india delhi: curry saris monsoons
thailand bangkok: orchids lemongrass longboats
cuba havana: cigars rumba sugarcane
peru lima: llamas ceviche quinoa
chile santiago: copper vineyards deserts
canada ottawa: maple hockey canoes
norway oslo: fjords skis salmon
sweden stockholm: sauna lingonberries archipelagos
finland helsinki: reindeer birches aurora
ireland dublin: harps clover peat
russia moscow: samovars sables troikas
turkey ankara: carpets minarets pistachios
iran tehran: pomegranates miniatures rosewater
`);

/** male, female */
export const genders: readonly Fact[] = facts(`
king queen: throne crown palace
prince princess: tiara pony tutor
man woman: newspaper umbrella office
boy girl: marbles kite schoolbag
father mother: cradle lullaby nursery
son daughter: allowance homework bedtime
brother sister: bunkbed quarrel secret
uncle aunt: postcard cousin visit
grandfather grandmother: rocking spectacles memories
husband wife: wedding ring anniversary
nephew niece: birthday godparent present
duke duchess: estate carriage falcon
emperor empress: empire legion province
actor actress: stage rehearsal applause
waiter waitress: tray menu tip
host hostess: guests banquet candles
hero heroine: rescue legend courage
wizard witch: potion cauldron spell
monk nun: cloister prayer silence
heir heiress: fortune will lawyer
`);

/** one, many */
export const plurals: readonly Fact[] = facts(`
cat cats: whiskers purring milk
dog dogs: bone barking leash
horse horses: hay gallop saddle
cow cows: pasture mooing udder
bird birds: nest feathers singing
fish fishes: pond scales bubbles
mouse mice: cheese squeaking hole
goose geese: flock honking gosling
wolf wolves: howling forest pack
child children: toys playground laughter
tooth teeth: toothbrush dentist gums
foot feet: shoes socks ankle
leaf leaves: autumn branch rustling
knife knives: blade whetstone butcher
city cities: traffic subway skyline
baby babies: diaper bottle pram
book books: library pages author
ship ships: harbor anchor sails
star stars: telescope night constellation
flower flowers: petals vase bees
apple apples: orchard cider core
house houses: roof chimney porch
clock clocks: pendulum ticking minutes
letter letters: envelope stamp mailbox
`);

/** positive, comparative, superlative */
export const degrees: readonly Fact[] = facts(`
big bigger biggest: elephant whale mountain
small smaller smallest: ant pebble crumb
tall taller tallest: tower giraffe poplar
fast faster fastest: cheetah rocket racer
slow slower slowest: snail tortoise glacier
old older oldest: ruin fossil oak
young younger youngest: kitten sapling recruit
hot hotter hottest: furnace desert pepper
cold colder coldest: icicle blizzard freezer
strong stronger strongest: wrestler bear chain
weak weaker weakest: thread whisper tea
heavy heavier heaviest: anvil boulder safe
light lighter lightest: balloon feather foam
loud louder loudest: thunder trumpet siren
bright brighter brightest: lantern sun diamond
dark darker darkest: cellar cave midnight
deep deeper deepest: ocean well canyon
rich richer richest: banker merchant jeweler
cheap cheaper cheapest: ticket bargain trinket
sweet sweeter sweetest: honey syrup candy
`);

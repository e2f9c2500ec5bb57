/** Given names that stand for one another: abbreviations of scribes, nicknames, and spellings of one name. */

/** How clerks and court reporters shorten given names: the same name. */
const abbreviated = new Map(
  `wm william|chas charles|geo george|jas james|jos joseph|thos thomas|robt robert|benj benjamin|danl daniel|saml samuel|edw edward|
  edwd edward|alex alexander|fredk frederick|richd richard|nathl nathaniel|xtopher christopher|margt margaret|eliz elizabeth|jno john|
  ptk patrick|matw matthew|andw andrew|hy henry|theo theodore`
    .split('|')
    .map(pair => pair.trim().split(' ') as [string, string]),
);

/** Each line: names one person may go by. One name may stand in several. */
const groups =
  `william bill billy will willie willy liam|robert bob bobby rob robbie bert|richard rick ricky dick rich richie|james jim jimmy jamie|
john jack johnny jon|joseph joe joey|thomas tom tommy|charles charlie chuck charley|michael mike mick mickey|david dave davey|
daniel dan danny|edward ed eddie ted ned|anthony tony|steven steve|stephen steve|christopher chris kit|matthew matt|andrew andy drew|
joshua josh|kenneth ken kenny|ronald ron ronnie|donald don donnie|timothy tim|jeffrey jeff|geoffrey geoff|gregory greg|lawrence larry|
raymond ray|gerald gerry jerry|jerome jerry|samuel sam sammy|benjamin ben benny|patrick pat paddy|peter pete|philip phil|phillip phil|
douglas doug|dennis denny|walter walt|frederick fred freddie fritz|albert al bert|alfred al fred alf|alexander alex al sandy xander|
alan al|arthur art artie|leonard len leo lenny|louis lou|lewis lou lew|martin marty|nathaniel nate nathan|nicholas nick nicky|
francis frank|franklin frank|henry hank harry hal|harold harry hal|eugene gene|vincent vince vinny|victor vic|zachary zach zack|
jonathan jon jonny|jacob jake|abraham abe|isaac ike|theodore ted teddy theo|clifford cliff|bradley brad|randall randy|randolph randy|
russell russ|stanley stan|wesley wes|terrence terry|terence terry|stuart stu|mitchell mitch|maurice morris|herbert herb|norman norm|
elizabeth liz beth betty betsy eliza lisa libby lizzie bess|katherine kate kathy katie kay kit|catherine cathy kate katie cate|
kathleen kathy kate|margaret maggie peggy meg marge margie greta rita|patricia pat patty trish tricia|barbara barb babs|jennifer jen jenny|
susan sue susie suzy|deborah deb debbie|debra deb debbie|rebecca becky becca|pamela pam|sandra sandy|christina chris tina chrissy|
christine chris tina chrissy|cynthia cindy|victoria vicky tori vicki|jacqueline jackie|judith judy|dorothy dot dottie dolly|virginia ginny|
theresa terry tess terri|teresa terry tess terri|frances fran frannie|eleanor ellie nora nell|mary molly polly mamie|martha marty patty|
nancy nan|abigail abby gail|amanda mandy|alexandra alex sandra sasha lexi|samantha sam|stephanie steph|kimberly kim|angela angie|
melissa missy lissa|michelle shelly|valerie val|veronica ronnie|gwendolyn gwen|josephine jo josie|charlotte lottie charlie|
caroline carrie|carolyn carrie lynn|joanne jo|roberta bobbie|sarah sally sadie|harriet hattie|helen nell nellie|janet jan|janice jan|
lillian lily lil|lucille lucy|mildred millie|penelope penny|rosemary rosie|suzanne sue suzy|winifred winnie|yvonne vonnie|
guillermo memo|francisco paco pancho|jose pepe|manuel manny|roberto beto|alejandro alex|enrique kike|ignacio nacho|dmitri dima|
aleksandr sasha|mikhail misha|vladimir vlad vova|giuseppe beppe|salvatore sal|rudolf rudy|rudolph rudy|johann hans|johannes hans`
    .split('|')
    .map(line => line.trim().split(/\s+/));

const formalNames: ReadonlySet<string> = new Set(groups.map(([formal = '']) => formal));
const namesOf = new Map<string, Set<string>>();
for (const [formal = '', ...short] of groups) {
  for (const name of short) namesOf.set(name, (namesOf.get(name) ?? new Set()).add(formal));
  namesOf.set(formal, (namesOf.get(formal) ?? new Set()).add(formal));
}

/** Short names that are as often a name of their own: who bears one need not be who bears the long one. */
const ownNames: ReadonlySet<string> = new Set(
  `jack jon jan lisa eliza sandra sasha sandy nathan rita greta molly polly morris gail nora nell ellie charlie kit al terry liam lily lucy
  rosie sally sadie lynn carrie mamie hal hans theo leo louis ray frank franklin jo jamie alexandra alexander mary maria nancy fritz rob max
  gene lewis lou jerry angie randy stan norman norm bert drew will willy jean misha`.split(/\s+/),
);

/** Spellings of one name that one person rarely uses side by side. */
const variants =
  `steven stephen|katherine catherine kathryn katharine cathryn kathrin|jeffrey geoffrey jeffery|philip phillip|alan allan allen|
sara sarah|ann anne anna|marc mark|eric erik|brian bryan|carl karl|jon john|gregory gregg|theresa teresa|deborah debra|christina kristina|
rudolf rudolph|frederick frederic|nicholas nicolas|michelle michele|lewis louis|lawrence laurence|randall randal|mohammed muhammad mohamed
mohammad muhammed|sean shawn shaun|aleksandr alexander|elisabeth elizabeth|susan suzanne|margaret margret|jaclyn jacqueline|tracy tracey`
    .split('|')
    .map(line => new Set(line.trim().split(/\s+/)));

/** `wm` is `william`. */
export const withoutAbbreviation = (given: string): string => abbreviated.get(given) ?? given;

/** True if one may be called the other, or both the same in full: Bob and Robert. */
export function isNickname(a: string, b: string): boolean {
  const [formal, others] = [namesOf.get(a), namesOf.get(b)];
  return formal !== undefined && others !== undefined && [...formal].some(name => others.has(name));
}

/** True if one is plainly short for the other, as Bob is for Robert, or both for one name, as Ted and Teddy; not Lisa for Elizabeth. */
export const isShortFor = (a: string, b: string): boolean =>
  isPlainlyShort(a, b) || isPlainlyShort(b, a) || isSameNickname(a, b);

const isSameNickname = (a: string, b: string): boolean =>
  a.slice(0, 2) === b.slice(0, 2) &&
  [a, b].every(name => !formalNames.has(name) && !ownNames.has(name)) &&
  isNickname(a, b);

const isPlainlyShort = (short: string, formal: string): boolean =>
  formalNames.has(formal) && !ownNames.has(short) && short !== formal && (namesOf.get(short)?.has(formal) ?? false);

/** True for "R." and Bob, who is Robert. */
export const isInitialOfNickname = (letter: string, name: string): boolean =>
  letter.length === 1 &&
  !ownNames.has(name) &&
  [...(namesOf.get(name) ?? [])].some(formal => formal.startsWith(letter));

/** True for Steven and Stephen. */
export const isVariant = (a: string, b: string): boolean => variants.some(names => names.has(a) && names.has(b));

/** Surnames so frequent in the United States (census of 2010, and the most frequent of other languages) that a shared one says little. */
export const frequentSurnames: ReadonlySet<string> = new Set(
  `smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas taylor moore
  jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen
  hill flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards
  collins reyes stewart morris morales murphy chen wang li zhang liu yang huang kim park choi singh kumar patel khan ali tran`.split(
    /\s+/,
  ),
);

extension FrequentWords {
  /// 2,000 of the most frequent English words of three letters and more, by PyPI's wordfreq.
  static let english: StaticString = """
    ability able about above absolutely accept accepted access accident according account
    accounts across act acting action actions active activities activity actual actually add
    added adding addition additional address administration adult advanced advantage advice
    affairs afraid africa african after afternoon again against age agency agent ago agree
    agreed agreement ahead aid air airport album alive all allow allowed allows almost alone
    along already also alternative although always amazing america american americans among
    amount analysis ancient and angeles animal animals announced annual another answer anti any
    anymore anyone anything anyway anywhere apart app apparently appeal appear appearance
    appeared appears apple application applied apply appreciate approach appropriate april are
    area areas arm arms army around arrived art article articles artist arts asian ask asked
    asking assistant associated association attack attacks attempt attention attorney audience
    august australia australian author authority available average avoid award awards aware away
    awesome baby back background bad bag balance ball band bank banks bar base based basic basis
    battle bay beach bear beat beautiful beauty became because become becomes becoming bed been
    beer before began begin beginning behavior behind being believe believed below ben benefit
    benefits best bet better between beyond big bigger biggest bill billion birth birthday bit
    black block blog blood blue board boat bodies body book books border born boss both bottom
    bought box boy boys brain brand break breaking bridge bring bringing britain british broke
    broken brother brothers brought brown budget build building buildings built bus business
    busy but buy buying california call called calling calls came camera camp campaign can
    canada canadian cancer cannot capacity capital captain car card cards care career carried
    carry cars case cases cash cast cat catch caught cause caused cell cells cent center central
    centre century certain certainly chair chairman challenge chance change changed changes
    changing channel character characters charge charges charles cheap check chicago chief child
    children china chinese choice choose chris christ christian christmas church cities citizens
    city civil claim claims class classes classic clean clear clearly click climate close closed
    closer clothes club coach coast code coffee cold collection college color combined come
    comes coming command comment comments commercial commission committee common communication
    communities community companies company compared competition complete completed completely
    complex computer concept concerned condition conditions conference congress connected
    connection consider considered construction contact contains content continue continued
    continues contract control conversation cool copy core corner correct cost costs could
    council count countries country county couple course court cover covered crazy create
    created creating credit crew crime criminal critical cross crowd cultural culture cup
    current currently customers cut dad daily damage dance dangerous dark data date dating
    daughter david day days deal dear death debt december decide decided decision decisions deep
    defense definitely degree demand democratic department described description design designed
    despite details develop developed development did die died difference different difficult
    digital dinner direct direction directly director discovered discussion disease distance
    district division doctor does dog dogs doing dollars domestic done door double doubt down
    download draw dream dress drink drinking drive driver driving drop dropped drug drugs dry
    dude due during duty each earlier early earth easier easily east eastern easy eat eating
    economic economy edge edition education effect effective effects effort efforts eight either
    election electric elements else email emergency employees end ended ending ends enemy energy
    engine engineering england english enjoy enough ensure enter entered entire entirely
    environment environmental episode equipment especially established estate etc europe
    european even evening event events eventually ever every everybody everyone everything
    evidence evil exactly example excellent except exchange excited executive exercise exist
    existing expect expected expensive experience explain express extra extremely eye eyes face
    facebook fact facts failed failure fair faith fall families family famous fan fans fantastic
    far farm fashion fast fat father favorite fear feature features february federal feel
    feeling feelings feels feet fell fellow felt female festival few field fifth fight fighting
    figure figures file filled film final finally financial find finding fine finish finished
    fire firm first fish fit five fix fixed flat flight floor florida flow fly flying focus
    follow followed following follows food foot football for force forced forces foreign forest
    forever forget form formed former forms forward found foundation four fourth france frank
    free freedom french fresh friday friend friends from front fuel full fully fun function fund
    funds funny further future gain game games garden gas gave general generally generation
    george german germany get gets getting gift girl girlfriend girls give given gives giving
    glad glass global goal goals god goes going gold gone good google got government governor
    grade grand great greater greatest green grew ground group groups grow growing growth guard
    guess guide gun guy guys had hair half hall hand handle hands happen happened happening
    happens happy hard harry has hate have having head health healthy hear heard hearing heart
    heat heavy held hello help helped helping helps henry her here hero herself hey high higher
    highest highly hill him himself his historical history hit hold holding holy home homes
    honest honestly honor hope horse hospital host hot hotel hour hours house houses housing how
    however http huge human hundred hurt husband ice idea ideas ill illegal image images imagine
    immediately impact important impossible improve inc include included includes including
    income increase increased increasing indeed independent india indian individual individuals
    industrial industry influence information initial injury inside instead institute insurance
    intelligence intended interest interested interesting international internet interview into
    introduced investigation investment involved iron island israel issue issued issues items
    its itself jack james january japan japanese jesus job jobs joe john johnson join joined
    joint joke jones journal judge july jump june just justice keep keeping kept key kick kid
    kids kind king knew know knowing knowledge known knows labor labour lack lady lake land
    language large larger largest last late later latest launch law laws lead leader leaders
    leadership leading league learn learned learning least leave leaves leaving led lee left
    legal length less let letter level levels library lie lies life light like liked likely
    likes limit limited line lines link links list listed listen literally little live lived
    lives living loan local located location london long longer look looked looking looks lord
    los lose losing loss lost lot lots louis love loved lovely low lower luck lucky machine mad
    made magazine magic mail main major majority make makes making male man managed management
    manager many map march mark market marketing marriage married martin mary mass massive
    master match material materials matter matters may maybe mean meaning means meant media
    medical medicine meet meeting member members memory men mental mention mentioned message met
    metal method methods mexico michael mid middle might mike miles military million mind mine
    minimum minister minute minutes miss missed missing mission mix mobile model models modern
    mom moment monday money month months moon more morning most mostly mother mountain mouth
    move moved movement movie movies moving mrs much multiple museum music must myself name
    named names nation national nations native natural nature near nearly necessary need needed
    needs negative neither net network never new news next nice night nine nobody non none nor
    normal north northern not note noted notes nothing notice november now nuclear number
    numbers obviously ocean october off offer offered offers office officer officers official
    officials often oil okay old older once one ones online only onto open opened opening
    operating operation operations opinion opportunity option options order ordered orders
    organization original originally other others otherwise our out outside over overall own
    owned owner page paid pain pair paper parents paris park parliament part particular
    particularly parties partner parts party pass passed past path patient patients paul pay
    paying peace people per percent perfect performance performed perhaps period person personal
    peter phone photo photos physical pick picked picture pictures piece pieces place placed
    places plan plane planet planned planning plans plant plants play played player players
    playing plays please plenty plus point points police policies policy political politics poor
    pop popular population port position positive possible possibly post posted potential power
    powerful powers practice pre prepared presence present presented president press pressure
    pretty prevent previous previously price prices primary prime prince prior prison private
    pro probably problem problems process produce produced product production products
    professional professor profile profit program programs progress project projects promise
    proof proper property proposed protect protection proud prove provide provided provides
    providing public published pull purchase purpose push put putting quality quarter queen
    question questions quick quickly quite race radio rain raise raised ran range rare rate
    rates rather ray reach reached reaction read reading ready real reality realize really
    reason reasons receive received recent recently record records red reduce reference region
    regional regular related relationship relationships release released religion religious
    remain remains remember remove removed report reported reports republican request require
    required research resources respect response responsibility responsible rest restaurant
    result results return returned review rich richard ride right rights ring rise risk river
    road robert rock role roll room rose round royal rule rules run running runs russia russian
    sad safe safety said sale sales same san saturday save saw say saying says scale scene
    school schools science score scotland scott screen sea search season seat second seconds
    secret secretary section security see seeing seem seemed seems seen selected self sell
    selling senate send senior sense sent separate september series serious seriously serve
    served service services session set sets setting seven several shall shape share shared she
    ship shoot shooting shop shopping short shot should show showed showing shown shows shut
    sick side sides sign signed significant signs silver similar simple simply since single sir
    sister sit site sites sitting situation six size skills skin sky sleep slightly slow small
    smaller smart smith social society soft software sold soldiers solid solution some somebody
    someone something sometimes somewhere son song songs soon sorry sort soul sound sounds
    source sources south southern space spanish speak speaking special species specific speech
    speed spend spending spent spirit sport sports spot spread spring square staff stage stand
    standard standards standing star stars start started starting starts state stated statement
    states station status stay steel step steps steve stick still stock stone stop stopped store
    stories story straight strategy street strength stress strong structure stuck student
    students studies study stuff stupid style subject success successful such suddenly sugar
    suggest suggested suit summer sun sunday super supply support supported supporting supposed
    supreme sure surface surprise surprised survey sweet system systems table take taken takes
    taking talk talking target taste taught tax tea teacher teachers teaching team teams tech
    technical technology television tell telling tells ten term terms terrible test texas text
    than thank thanks that the their them themselves then theory there therefore these they
    thing things think thinking thinks third this thomas those though thought thoughts thousands
    three through throughout throw thus till time times tired title today together told tom
    tomorrow tonight too took top total totally touch tough tour toward towards town track trade
    traditional traffic train training transfer transport travel treat treated treatment tree
    trees trial tried trip trouble true truly trust truth try trying turn turned turning turns
    twice twitter two type types under understand understanding union unique unit united units
    university unless until update upon upper usa use used useful user users uses using usually
    valley value van variety various vehicle version very via vice victory video videos view
    views village violence visit voice volume vote wait waiting wake walk walking wall want
    wanted wants war warm was washington waste watch watched watching water way ways weapons
    wear wearing weather web website wedding week weekend weeks weight weird welcome well went
    were west western what whatever when where whether which while white who whole whom whose
    why wide wife wild will william willing win wind window windows wine winner winning wins
    winter wish with within without woman women won wonder wonderful wood word words work worked
    workers working works world worry worse worst worth would wow write writer writing written
    wrong wrote yeah year years yellow yes yesterday yet york you young younger your yours
    yourself youth zone
    """
}

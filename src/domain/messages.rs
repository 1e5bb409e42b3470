//! The closed set of texts of the interface, and speaking in one language.

use crate::domain::language::Language;
use crate::domain::text::{Found, Texts, fill, is_blank};
use serde_json::{Map, Value};
use std::sync::atomic::{AtomicBool, Ordering};

macro_rules! messages {
    ($($name:ident = $key:literal $(($($placeholder:literal),+))?;)+) => {
        /// A text of the interface; every language file has exactly these keys.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Message { $($name),+ }

        impl Message {
            pub const ALL: &'static [Message] = &[$(Message::$name),+];

            /// Returns the key in `messages/<language>.json`.
            pub fn key(self) -> &'static str {
                match self { $(Message::$name => $key),+ }
            }

            /// Returns the names of the values that the app fills in.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(Message::$name => &[$($($placeholder),+)?]),+ }
            }
        }
    };
}

messages! {
    AppName = "app.name";
    Skip = "app.skip";
    LanguageLabel = "app.language";
    NavLabel = "app.nav";
    Example = "app.example" ("place");
    SimulatedDate = "app.simulated" ("date");
    AsOf = "app.as_of" ("date");
    Sources = "app.sources";
    Close = "app.close";
    NavHome = "nav.home";
    NavQuiz = "nav.quiz";
    NavRole = "nav.role";
    NavEvents = "nav.events";
    NavPath = "nav.path";
    NavSettings = "nav.settings";
    NavAbout = "nav.about";
    HomeTitle = "home.title";
    HomeLead = "home.lead";
    HomeStart = "home.start";
    HomeStartNote = "home.start_note";
    HomeGoOn = "home.go_on";
    HomeResult = "home.result";
    HomeRole = "home.role";
    HomeRoleNote = "home.role_note";
    HomeEvents = "home.events";
    HomeEventsNote = "home.events_note";
    HomePath = "home.path";
    HomeNow = "home.now";
    HomePrivate = "home.private";
    ElectionOn = "election.on" ("date");
    ElectionExpected = "election.expected" ("month");
    ElectionWas = "election.was" ("date");
    ElectionChoose = "election.choose";
    ElectionNotFixed = "election.not_fixed";
    DaysLeft = "election.days_left" ("n");
    ContactTitle = "contact.title";
    ContactText = "contact.text";
    ContactExample = "contact.example";
    QuizName = "quiz.name";
    QuizProgress = "quiz.progress" ("n", "all");
    QuizWhy = "quiz.why";
    QuizBack = "quiz.back";
    QuizNext = "quiz.next";
    QuizShow = "quiz.show";
    QuizDay = "quiz.day";
    QuizMonth = "quiz.month";
    QuizYear = "quiz.year";
    QuizSince = "quiz.since";
    QuizYearEnough = "quiz.year_enough";
    QuizExact = "quiz.exact";
    QuizNone = "quiz.none";
    KeepSensitive = "keep.sensitive";
    KeepSensitiveHint = "keep.sensitive_hint";
    NavFit = "nav.fit";
    HomeFit = "home.fit";
    HomeFitNote = "home.fit_note";
    FitName = "fit.name";
    FitLead = "fit.lead";
    FitHonest = "fit.honest";
    FitStart = "fit.start";
    FitGoOn = "fit.go_on";
    FitCheckLead = "fit.check_lead";
    FitPartDone = "fit.part_done";
    FitPart = "fit.part" ("n", "all");
    FitAsk = "fit.ask";
    FitSkip = "fit.skip";
    FitParts = "fit.parts";
    FitTopicsMore = "fit.topics_more";
    FitTopicsNone = "fit.topics_none";
    FitLoading = "fit.loading";
    FitFailed = "fit.failed";
    FitMissing = "fit.missing" ("n");
    TopicCan = "topic.can";
    TopicMotion = "topic.motion";
    TopicEnd = "topic.end";
    MatchName = "match.name";
    MatchLead = "match.lead";
    MatchFirst = "match.first" ("n", "all");
    MatchClear = "match.clear" ("n", "all");
    MatchSure = "match.sure" ("n", "all");
    MatchMore = "match.more";
    MatchVery = "match.very";
    MatchWell = "match.well";
    MatchPossible = "match.possible";
    MatchWhy = "match.why";
    MatchWhyAll = "match.why_all";
    MatchRest = "match.rest";
    MatchLater = "match.later" ("role");
    TimeName = "time.name";
    TimeAsks = "time.asks" ("hours");
    TimeOpen = "time.open";
    TimeEnough = "time.enough";
    TimeShort = "time.short";
    TimeEvenings = "time.evenings" ("days");
    TimeEstimate = "time.estimate" ("sessions", "hours", "groups");
    StrengthName = "strength.name";
    StrengthStrong = "strength.strong";
    StrengthMiddle = "strength.middle";
    StrengthPractice = "strength.practice";
    StrengthOpen = "strength.open";
    StrengthOf = "strength.of" ("n");
    StrengthEvents = "strength.events";
    TopicsName = "topics.name";
    ExpectName = "expect.name";
    StepsName = "steps.name";
    StepsNoEvent = "steps.no_event";
    StepsDeadline = "steps.deadline" ("date");
    StepsDeadlineExpected = "steps.deadline_expected" ("date");
    CheckOpen = "check.open";
    CheckGo = "check.go";
    FitInvite = "fit.invite";
    FitInviteText = "fit.invite_text";
    TakeName = "take.name";
    TakeText = "take.text";
    TakeShow = "take.show";
    TakeQr = "take.qr";
    TakeLink = "take.link";
    TakeCopy = "take.copy";
    TakeCopied = "take.copied";
    TakeNotCopied = "take.not_copied";
    TakeCheck = "take.check";
    TakeCheckHint = "take.check_hint";
    TakeSave = "take.save";
    TakeOpen = "take.open";
    TakeOpenText = "take.open_text";
    OpenName = "open.name";
    OpenText = "open.text" ("n", "date");
    OpenCheck = "open.check";
    OpenIgnored = "open.ignored";
    OpenReplace = "open.replace";
    OpenTake = "open.take";
    OpenReplaceNote = "open.replace_note";
    OpenCompare = "open.compare";
    OpenKeep = "open.keep";
    OpenFault = "open.fault";
    ShareEmpty = "share.empty";
    ShareTooLong = "share.too_long";
    ShareForeign = "share.foreign";
    ShareDamaged = "share.damaged";
    ShareNewer = "share.newer";
    ShareOther = "share.other" ("place");
    ShareWrong = "share.wrong";
    CompareName = "compare.name";
    CompareMine = "compare.mine";
    CompareOther = "compare.other" ("date");
    CompareRoles = "compare.roles";
    CompareTopics = "compare.topics";
    CompareNoTopics = "compare.no_topics";
    CompareEmpty = "compare.empty";
    CompareTime = "compare.time";
    CompareHours = "compare.hours" ("hours");
    MatchSaid = "match.said" ("answer", "question");
    MatchChose = "match.chose" ("question", "answer");
    TimeYours = "time.yours";
    HomeResultNote = "home.result_note";
    MatchSum = "match.sum";
    MatchBefore = "match.before" ("n");
    MatchPlaceBefore = "match.place_before" ("n");
    MatchMoreTime = "match.more_time" ("role");
    FaultChoose = "fault.choose";
    FaultEmpty = "fault.empty";
    FaultNumbers = "fault.numbers";
    FaultNoDay = "fault.no_day";
    FaultDayWithoutMonth = "fault.day_without_month";
    FaultFuture = "fault.future";
    FaultLongAgo = "fault.long_ago";
    FaultExact = "fault.exact";
    ResultName = "result.name";
    ResultStand = "result.stand";
    ResultVote = "result.vote";
    ResultYes = "result.yes";
    ResultAsk = "result.ask";
    ResultLater = "result.later" ("date");
    ResultNo = "result.no";
    ResultToday = "result.today_rules";
    ResultWhy = "result.why";
    ResultWhyLead = "result.why_lead";
    ResultChange = "result.change";
    ResultChangeLong = "result.change_long" ("question");
    ResultAssumed = "result.assumed";
    ResultBring = "result.bring";
    ResultBringLead = "result.bring_lead";
    ResultNext = "result.next";
    ResultSpecial = "result.special";
    ResultPrint = "result.print";
    ResultNotAdvice = "result.not_advice";
    ResultDeadline = "result.deadline" ("date", "time");
    ResultDeadlineExpected = "result.deadline_expected" ("date", "time");
    ResultDeadlinePassed = "result.deadline_passed" ("date");
    ResultFromPassed = "result.from_passed" ("date");
    LeadsEvents = "leads.events";
    LeadsRole = "leads.role";
    LeadsPath = "leads.path";
    LeadsQuiz = "leads.quiz";
    LeadsContact = "leads.contact";
    RoleName = "role.name";
    RoleLead = "role.lead";
    CertaintySure = "certainty.sure";
    CertaintyLikely = "certainty.likely";
    CertaintyOpen = "certainty.open";
    CertaintyOwn = "certainty.own";
    EventsName = "events.name";
    EventsNone = "events.none";
    EventsNoneHelp = "events.none_help";
    EventsArchive = "events.archive";
    EventsLoading = "events.loading";
    EventsFailed = "events.failed";
    EventsRetry = "events.retry";
    EventsFrom = "events.from" ("date");
    EventsRange = "events.range" ("from", "to");
    EventsClock = "events.clock" ("time");
    EventsClockRange = "events.clock_range" ("from", "to");
    EventsOnline = "events.online";
    EventsStepFree = "events.step_free";
    EventsChildcare = "events.childcare";
    EventsAlso = "events.also" ("languages");
    EventsOver = "events.over";
    EventsCancelled = "events.cancelled";
    EventsMoved = "events.moved";
    EventsUnsure = "events.unsure";
    EventsDemo = "events.demo";
    EventMissing = "event.missing";
    EventWhen = "event.when";
    EventWhere = "event.where";
    EventWho = "event.who";
    EventFor = "event.for";
    EventRegister = "event.register";
    EventRegisterBy = "event.register_by" ("date");
    EventNote = "event.note";
    EventSource = "event.source";
    EventAll = "event.all";
    PathName = "path.name";
    PathLead = "path.lead";
    PathDates = "path.dates";
    PathDefault = "path.default";
    PathPassed = "path.passed";
    PathDaysBefore = "path.days_before" ("n");
    PathDay = "path.day";
    PathNow = "path.now";
    SettingsName = "settings.name";
    SettingsLanguage = "settings.language";
    SettingsSize = "settings.size";
    SettingsTheme = "settings.theme";
    ThemeAuto = "settings.theme_auto";
    ThemeLight = "settings.theme_light";
    ThemeDark = "settings.theme_dark";
    SettingsContrast = "settings.contrast";
    SettingsContrastOn = "settings.contrast_on";
    SettingsSensitive = "settings.sensitive";
    SettingsAll = "settings.all";
    SettingsAllText = "settings.all_text";
    SettingsAllSave = "settings.all_save";
    SettingsAllOpen = "settings.all_open";
    SettingsAllDone = "settings.all_done";
    SettingsAllPart = "settings.all_part";
    SettingsDelete = "settings.delete";
    SettingsDeleteText = "settings.delete_text";
    SettingsDeleteNow = "settings.delete_now";
    SettingsDeleteSure = "settings.delete_sure";
    SettingsDeleteYes = "settings.delete_yes";
    SettingsDeleteNo = "settings.delete_no";
    SettingsDeleted = "settings.deleted";
    UpdateReady = "update.ready";
    UpdateTake = "update.take";
    UpdateLater = "update.later";
    AboutName = "about.name";
    AboutWhat = "about.what";
    AboutWhatText = "about.what_text";
    AboutPrivacy = "about.privacy";
    AboutPrivacyText = "about.privacy_text";
    AboutSure = "about.sure";
    AboutSureText = "about.sure_text";
    AboutNeutral = "about.neutral";
    AboutNeutralText = "about.neutral_text";
    AboutSources = "about.sources";
    AboutSourcesText = "about.sources_text" ("n");
    AboutLicence = "about.licence";
    AboutLicenceText = "about.licence_text";
    NotFoundTitle = "not_found.title";
    NotFoundText = "not_found.text";
    NotFoundHome = "not_found.home";
    NoticeMemory = "notice.memory";
    NoticeDamaged = "notice.damaged";
    NoticeFuture = "notice.future";
    NoticePackFallback = "notice.pack_fallback";
    RoleMinute = "role.minute";
    RoleFive = "role.five";
    RoleAll = "role.all";
    RoleLengths = "role.lengths";
    RoleFiveLead = "role.five_lead";
    RoleAllLead = "role.all_lead";
    RoleChapters = "role.chapters";
    RoleBefore = "role.before";
    RoleSince = "role.since";
    RoleMythTrue = "role.myth_true";
    RoleMythFalse = "role.myth_false";
    RoleMythRight = "role.myth_right";
    RoleMythWrong = "role.myth_wrong";
    RoleMythScore = "role.myth_score" ("n", "all");
    EstimateName = "estimate.name";
    EstimateLead = "estimate.lead";
    EstimateSum = "estimate.sum" ("year", "month", "evenings");
    EstimateHours = "estimate.hours" ("n");
    EstimateSessions = "estimate.sessions";
    EstimateSessionLength = "estimate.session_length";
    EstimateReading = "estimate.reading";
    EstimateGroups = "estimate.groups";
    EstimateGroupLength = "estimate.group_length";
    EstimateProjects = "estimate.projects";
    EstimateProjectLength = "estimate.project_length";
    EstimateLess = "estimate.less" ("name");
    EstimateMore = "estimate.more" ("name");
    EstimateReset = "estimate.reset";
    EstimateTaskSession = "estimate.task_session" ("n");
    EstimateTaskReading = "estimate.task_reading" ("n");
    EstimateTaskGroup = "estimate.task_group" ("n");
    EstimateTaskProject = "estimate.task_project" ("n");
    PathNoElection = "path.no_election";
    PathWays = "path.ways";
    PathStand = "path.stand";
    PathSupport = "path.support";
    PathSupportNote = "path.support_note";
    PathSteps = "path.steps";
    PathAllDone = "path.all_done";
    PathAllOver = "path.all_over";
    PathCalendar = "path.calendar";
    PathPrint = "path.print";
    PathPapers = "path.papers";
    StepDone = "step.done";
    StepLate = "step.late";
    StepPassed = "step.passed";
    StepNext = "step.next";
    StepTick = "step.tick" ("step");
    StepUntil = "step.until" ("when");
    StepFrom = "step.from" ("when");
    StepPast = "step.past";
    StepWhy = "step.why";
    StepLong = "step.long";
    StepWrong = "step.wrong";
    StepHelp = "step.help";
    StepEarly = "step.early";
    StepHard = "step.hard" ("when");
    StepNeeds = "step.needs";
    StepNote = "step.note";
    StepRemind = "step.remind";
    StepPrivate = "step.private";
    DeadlineOwn = "deadline.own";
    DeadlineState = "deadline.state";
    BeforeYears = "before.years" ("n");
    BeforeMonths = "before.months" ("n");
    BeforeDays = "before.days" ("n");
    AfterMonths = "after.months" ("n");
    AfterDays = "after.days" ("n");
    SignaturesName = "signatures.name";
    SignaturesUnknown = "signatures.unknown";
    SignaturesNeeded = "signatures.needed";
    SignaturesCollected = "signatures.collected";
    SignaturesEvening = "signatures.evening";
    SignaturesEnough = "signatures.enough" ("target");
    SignaturesPlan = "signatures.plan" ("n", "target", "missing");
    SignaturesMissing = "signatures.missing" ("target", "missing");
    PaperPrint = "paper.print";
    PaperLocal = "paper.local";
    PaperNoLocal = "paper.no_local";
    PaperList = "paper.list";
    PaperSingle = "paper.single";
    NoticeReminder = "notice.reminder";
    StepDid = "step.did";
    StepMore = "step.more";
    PathDue = "path.due" ("step");
    FindWords = "find.words";
    FindPlace = "find.place";
    FindRadius = "find.radius";
    FindKm = "find.km" ("km");
    FindWhere = "find.where";
    FindFilters = "find.filters";
    FindWhat = "find.what";
    FindWhen = "find.when";
    FindFrom = "find.from";
    FindTo = "find.to";
    FindEase = "find.ease";
    FindLanguage = "find.language";
    FindFor = "find.for";
    FindOrganiser = "find.organiser";
    FindEvening = "find.evening";
    FindWeekend = "find.weekend";
    FindNotice = "find.notice";
    FindCount = "find.count" ("n");
    FindAround = "find.around" ("place", "km");
    FindNoPlace = "find.no_place";
    FindWeek = "find.week" ("date");
    FindUnsure = "find.unsure";
    FindWider = "find.wider" ("n", "km");
    FindLater = "find.later" ("n");
    FindPast = "find.past" ("n");
    FindComing = "find.coming" ("n");
    FindClear = "find.clear";
    FindCalendar = "find.calendar";
    FindStars = "find.stars";
    FindStarsCalendar = "find.stars_calendar";
    EventStar = "event.star";
    EventStarred = "event.starred";
    EventCalendar = "event.calendar";
    EventMore = "event.more";
    EventCost = "event.cost";
    EventInterpreting = "event.interpreting";
    EventLanguages = "event.languages";
    EventDirections = "event.directions";
    EventSignUp = "event.sign_up";
    NoticeStar = "notice.star";
    PathRole = "path.role" ("role");
    PathRoleHelp = "path.role_help";
    EventZone = "event.zone";
    EventHere = "event.here";
    EventShare = "event.share";
    EventShared = "event.shared";
    EventNotShared = "event.not_shared";
    EventExpectUsual = "event.expect_usual";
    EventNewsCancelled = "event.news_cancelled";
    EventNewsMoved = "event.news_moved" ("date");
    FindPage = "find.page" ("page", "pages");
    FindNext = "find.next";
    FindPrevious = "find.previous";
    FindPrint = "find.print";
    FindLoading = "find.loading";
    FindPartly = "find.partly";
    FindTooMany = "find.too_many" ("n");
    FindMap = "find.map";
    FindMapChosen = "find.map_chosen" ("name");
    FindDistrict = "find.district";
    FindEverywhere = "find.everywhere";
    FindMapHint = "find.map_hint";
    FindMapNone = "find.map_none";
    FindMapOne = "find.map_one";
    FindMapFew = "find.map_few";
    FindMapMany = "find.map_many";
    FindMapNotice = "find.map_notice";
    FindHere = "find.here";
    FindHereNote = "find.here_note";
    FindHereAsking = "find.here_asking";
    FindHereRefused = "find.here_refused";
    FindHereLate = "find.here_late";
    FindHereFailed = "find.here_failed";
    FindHereOutside = "find.here_outside";
    LanguageMachine = "language.machine" ("date");
    LanguageBoth = "language.both";
    LanguageGerman = "language.german";
    VoiceListen = "voice.listen";
    VoicePlay = "voice.play";
    VoicePause = "voice.pause";
    VoiceBack = "voice.back";
    VoiceForward = "voice.forward";
    VoiceSpeed = "voice.speed";
    VoiceSlow = "voice.slow";
    VoiceNormal = "voice.normal";
    VoiceFaster = "voice.faster";
    VoiceFast = "voice.fast";
    VoiceClose = "voice.close";
    VoiceBy = "voice.by" ("language");
    VoiceTap = "voice.tap";
    VoiceWaiting = "voice.waiting";
    VoiceNone = "voice.none" ("language");
    VoiceInstall = "voice.install";
    VoiceFailed = "voice.failed";
    MediaAudio = "media.audio";
    MediaSign = "media.sign";
    MediaCaptions = "media.captions";
    MediaBy = "media.by" ("name", "date");
    LanguagePartial = "language.partial";
    NoticeExpired = "notice.expired";
    NoticeWithout = "notice.without";
    NoticeClock = "notice.clock";
    NoticeLanguageFailed = "notice.language_failed";
    StoryPlay = "story.play";
    StoryPause = "story.pause";
    StoryAgain = "story.again";
    StoryStep = "story.step" ("n", "all");
    StoryText = "story.text";
    ChartTable = "chart.table";
    ChartYear = "chart.year";
    ChartNumber = "chart.number";
    ChartAbout = "chart.about" ("n");
}

/// Returns the form of a text for a plural category (`one`, `few`, `other`, …); it may have a single one.
pub fn plural_form<'a>(value: &'a Value, category: &str) -> Option<&'a str> {
    match value {
        Value::String(text) => said(text),
        Value::Object(forms) => {
            let form = |category: &str| forms.get(category)?.as_str().and_then(said);
            form(category).or_else(|| form("other"))
        }
        _ => None,
    }
}

fn said(text: &str) -> Option<&str> {
    (!is_blank(text)).then_some(text)
}

/// Everything the app can say in one language.
#[derive(Debug)]
pub struct Tongue {
    pub language: Language,
    /// Language of texts that this one lacks.
    pub fallback: Language,
    /// Whether German stands under headings, questions and answers, too.
    pub both: bool,
    texts: Texts,
    /// Whether the texts of the fallback were loaded with those of the language.
    whole: bool,
    missed: AtomicBool,
}

impl Tongue {
    /// Takes the messages and pack texts of a language, and of the fallback as far as loaded.
    pub fn new(
        language: Language,
        fallback: Language,
        main: Map<String, Value>,
        spare: Map<String, Value>,
    ) -> Tongue {
        let (whole, texts) = (!spare.is_empty(), Texts::new(main, spare));
        Tongue { language, fallback, both: false, texts, whole, missed: AtomicBool::new(false) }
    }

    /// Returns the same with further texts.
    pub fn with(&self, more: Map<String, Value>) -> Tongue {
        let mut texts = self.texts.clone();
        texts.extend(more, Map::new());
        let (language, fallback) = (self.language.clone(), self.fallback.clone());
        let missed = AtomicBool::new(false);
        Tongue { language, fallback, both: self.both, texts, whole: false, missed }
    }

    /// Returns the same, with or without German beside it.
    pub fn with_both(&self, both: bool) -> Tongue {
        let whole = self.whole;
        Tongue { both, whole, ..self.with(Map::new()) }
    }

    /// Returns a pack text by its key.
    pub fn find(&self, key: &str) -> Option<Found<'_>> {
        let found = self.texts.find(key);
        self.miss(found.is_none());
        found
    }

    fn miss(&self, missed: bool) {
        if missed {
            self.missed.store(true, Ordering::Relaxed);
        }
    }

    /// Returns a pack text that may be missing without harm.
    pub fn maybe(&self, key: &str) -> Option<Found<'_>> {
        self.texts.find(key)
    }

    /// Returns a pack text, or nothing if no language has it; what the fallback language lends keeps its
    /// marks.
    pub fn text(&self, key: &str) -> &str {
        let found = self.texts.marked(key);
        self.miss(found.is_none());
        found.map_or("", |(text, _)| text)
    }

    /// Returns a pack text that may be missing without harm, with the marks of what is lent.
    pub fn maybe_text(&self, key: &str) -> Option<&str> {
        self.texts.marked(key).map(|(text, _)| text)
    }

    /// Returns a message without placeholders.
    pub fn say(&self, message: Message) -> &str {
        self.text(message.key())
    }

    /// Returns a message with its placeholders filled.
    pub fn fill(&self, message: Message, values: &[(&str, &str)]) -> String {
        fill(self.say(message), values)
    }

    /// Returns a message that has plural forms. `category` is that of the number in the language of a tag:
    /// where the message is missing, the fallback language counts by its own rules.
    pub fn count(
        &self,
        message: Message,
        category: &dyn Fn(&str) -> String,
        values: &[(&str, &str)],
    ) -> String {
        for (language, spare) in [(&self.language, false), (&self.fallback, true)] {
            let value = self.texts.value(message.key(), spare);
            let form = value.and_then(|value| plural_form(value, &category(&language.tag)));
            if let Some(form) = form {
                return fill(form, values);
            }
        }
        self.miss(true);
        String::new()
    }

    /// Returns the text of a key in the fallback language, if the person wants both languages.
    pub fn beside(&self, key: &str) -> Option<&str> {
        self.both.then(|| self.original(key)).flatten()
    }

    /// Returns the text of a key in the fallback language, unless that is what is shown anyway.
    pub fn original(&self, key: &str) -> Option<&str> {
        if self.language.tag == self.fallback.tag || self.texts.value(key, false).is_none() {
            return None;
        }
        let found = self.texts.value(key, true).and_then(Value::as_str);
        self.miss(found.is_none());
        found
    }

    /// Tells whether a text was asked for that no loaded language has, and loading the fallback may help.
    pub fn has_missed(&self) -> bool {
        self.missed.load(Ordering::Relaxed) && !self.whole
    }
}

// The page at "/": asks the API and shows what it says. Values are put into the
// document as text and nothing else; the page's Content-Security-Policy has the
// browser refuse every other way (Trusted Types).
"use strict";

const part = (id) => document.getElementById(id);
const seconds = 1000;

// The token is kept until the browser's window is closed, for this page alone.
const memory = window.sessionStorage;

/** An element with a class and what is in it: elements, or texts. */
function element(name, kind, ...children) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...children.filter((child) => child !== undefined && child !== null));
    return made;
}

class Problem extends Error {
    constructor(status, document) {
        super(document.detail ? `${document.title}: ${document.detail}` : document.title);
        this.status = status;
        this.remedy = document.remedy;
    }
}

async function ask(path, options = {}) {
    const token = memory.getItem("token");
    const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(path, { ...options, headers, cache: "no-store" });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({ title: `HTTP status ${answer.status}` }));
    throw new Problem(answer.status, problem);
}

const get = async (path) => (await ask(path)).json();

/** All pages of a list. */
async function all(name) {
    const entries = [];
    for (let cursor = ""; cursor !== undefined;) {
        const page = await get(`/api/v1/${name}?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        entries.push(...page[name]);
        cursor = page.nextCursor;
    }
    return entries;
}

function order(path, body) {
    return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

// What the words of the API mean to whoever looks.
const tones = {
    standing: "good", succeeded: "good", begun: "quiet", starting: "quiet", skipped: "quiet",
    applying: "waits", waiting: "waits", incomplete: "waits", held: "waits", rejected: "waits", interrupted: "waits",
    unusable: "bad", failed: "bad", abandoned: "bad", unknown: "bad",
};
const toned = (word) => element("span", tones[word] ?? "", word);
const moment = (text) => (text ? text.replace("T", " ").replace(/(\.\d+)?Z$/, "") : "–");
const short = (commit) => (commit ? element("code", "", commit.slice(0, 10)) : "–");

function table(id, head, rows) {
    const names = element("tr", "", ...head.map((name) => element("th", "", name)));
    const lines = rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", cell))));
    part(id).replaceChildren(element("thead", "", names), element("tbody", "", ...lines));
}

function facts(pairs) {
    const told = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
    part("facts").replaceChildren(...told.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]));
}

function showStatus(status) {
    part("state-title").replaceChildren(toned(status.state));
    part("summary").textContent = status.summary;
    facts([
        ["Branch", status.head && element("span", "", short(status.head.commit), ` ${status.head.summary}`)],
        ["Objection", status.head?.objection && element("span", "bad", status.head.objection)],
        ["Applied", short(status.appliedCommit)],
        ["Policy", status.policy],
        ["Pinned", status.pins.map((pin) => `${pin.node ?? "all"} at run ${pin.run} by ${pin.by}`).join("; ")],
        ["Steps that git asks for", String(status.pending)],
        ["Steps that mend drift", String(status.drift)],
        ["Left alone", status.held.join("; ")],
        ["Fights", status.fights.join(", ")],
        ["Paused", status.pauses.map((pause) => `${pause.scope} until ${moment(pause.until)} by ${pause.by}: ${pause.reason}`).join("; ")],
        ["Not reached", status.unreachable.length ? element("span", "bad", status.unreachable.join(", ")) : ""],
        ["Repository", status.repositoryFailure && element("span", "bad", status.repositoryFailure)],
        ["Ledger", status.ledgerFailure && element("span", "bad", `${status.unwrittenRecords ?? 0} records wait: ${status.ledgerFailure}`)],
        ["Looked at", `${moment(status.lookedAt)} UTC`],
    ]);
    showWaiting(status.waiting);
}

// What waits as it is shown: whoever reads its steps shall go on reading.
let shown;

function showWaiting(waiting) {
    const told = JSON.stringify(waiting ?? null);
    if (told === shown) return;
    shown = told;
    if (!waiting || waiting.isRejected) return part("waiting").replaceChildren();
    const path = `/api/v1/plans/${encodeURIComponent(waiting.plan)}`;
    const decide = (verdict) => {
        const button = element("button", "", verdict === "approve" ? "Approve" : "Reject");
        button.type = "button";
        button.addEventListener("click", async () => {
            const question = `${button.textContent} ${waiting.steps} steps, of them ${waiting.deletes} nodes or hosts deleted. Why?`;
            const reason = window.prompt(question);
            if (reason === null) return;
            // As on the command line nobody has to say why.
            const body = reason.trim() ? { reason: reason.trim() } : {};
            await attempt(async () => { await order(`${path}/${verdict}`, body); await look(); });
        });
        return button;
    };
    const steps = element("button", "", "Its steps");
    steps.type = "button";
    steps.addEventListener("click", () => attempt(async () => {
        const plan = await get(path);
        steps.replaceWith(element("ol", "", ...plan.steps.map((step) => element("li", "", `${step.action} `, element("code", "", step.resource)))));
    }));
    part("waiting").replaceChildren(
        element("p", "waits", `${waiting.steps} steps wait: ${waiting.because.join("; ")}`),
        decide("approve"), decide("reject"), steps);
}

function showHosts(hosts) {
    table("hosts", ["Host", "Role", "Address", "Containers", ""], hosts.map((host) => [
        host.name, host.role, host.address, host.containers ? `${host.containersRunning} of ${host.containers} run` : "–",
        host.reachable
            ? element("span", host.serversNotUp.length ? "bad" : "good",
                [host.hasVirtualAddress ? "virtual address" : "reached", ...host.serversNotUp].join(", "))
            : element("span", "bad", `not reached: ${host.failure ?? ""}`),
    ]));
}

function showNodes(nodes) {
    table("nodes", ["Node", "Instances", "Where", "Image"], nodes.map((node) => [
        node.centreId,
        element("span", node.running.length < node.wanted ? "bad" : "good", `${node.running.length} of ${node.wanted}`),
        [...node.running, ...node.unknown.map((host) => `${host}?`)].join(", "), node.image ?? "",
    ]));
}

let runs = [];
let older;

function showRuns() {
    table("runs", ["Run", "Started (UTC)", "Outcome", "By", "Commit"], runs.map((run) => [
        String(run.run), moment(run.startedAt), toned(run.outcome ?? "applying"), run.actor,
        element("span", "", short(run.commit), ` ${run.commitSummary ?? ""}`),
    ]));
    part("more").hidden = !older;
}

async function fetchRuns(cursor) {
    const page = await get(`/api/v1/runs?limit=10${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    runs = cursor ? [...runs, ...page.runs] : page.runs;
    older = page.nextCursor;
    showRuns();
}

// The run that is followed, so that each is once.
let followed;

/** Shows what happens in a run until it ends. EventSource cannot send a token. */
async function follow(run) {
    if (followed === run) return;
    followed = run;
    part("live").hidden = false;
    part("live-title").textContent = `Run ${run}`;
    part("events").replaceChildren();
    try {
        const reader = (await ask(`/api/v1/runs/${run}/events`)).body.pipeThrough(new TextDecoderStream()).getReader();
        let text = "";
        for (let got = await reader.read(); !got.done; got = await reader.read()) {
            text += got.value;
            const events = text.split("\n\n");
            text = events.pop();
            events.forEach(showEvent);
        }
    } finally {
        followed = undefined;
    }
    await look();
}

function showEvent(text) {
    const lines = text.split("\n");
    const value = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    if (!value("data")) return;
    const event = JSON.parse(value("data"));
    const what = event.resource ? element("code", "", event.resource) : `the run, ${event.actor ?? ""}`;
    const line = element("li", "", `${moment(event.at ?? "").slice(11)} `, toned(event.outcome ?? "begun"), ` ${event.action} `, what);
    part("events").append(line);
    line.scrollIntoView({ block: "nearest" });
}

function showTrouble(error) {
    part("trouble").hidden = !error;
    part("trouble").textContent = error ? [error.message, error.remedy].filter(Boolean).join(". ") : "";
}

async function attempt(work) {
    try {
        await work();
        showTrouble();
    } catch (error) {
        if (error.status === 401) return askForToken(error);
        showTrouble(error);
    }
}

function askForToken(error) {
    showTrouble(memory.getItem("token") ? error : undefined);
    memory.removeItem("token");
    part("main").hidden = true;
    part("leave").hidden = true;
    part("door").hidden = false;
}

async function look() {
    const status = await get("/api/v1/status");
    part("door").hidden = true;
    part("main").hidden = false;
    part("leave").hidden = !memory.getItem("token");
    showStatus(status);
    if (runs.length <= 10) await fetchRuns();
    // Before the first look there is no fleet to show.
    if (status.lookedAt) {
        const [hosts, nodes] = await Promise.all([all("hosts"), all("nodes")]);
        showHosts(hosts);
        showNodes(nodes);
    }
    const open = runs.find((run) => !run.outcome);
    if (open) follow(open.run).catch(showTrouble);
}

part("enter").addEventListener("click", () => {
    memory.setItem("token", part("token").value.trim());
    part("token").value = "";
    attempt(look);
});
part("token").addEventListener("keydown", (event) => { if (event.key === "Enter") part("enter").click(); });
part("leave").addEventListener("click", () => { memory.removeItem("token"); askForToken(); });
part("more").addEventListener("click", () => attempt(() => fetchRuns(older)));

attempt(look);
setInterval(() => { if (part("door").hidden && !document.hidden) attempt(look); }, 5 * seconds);

import http from "node:http";
import process from "node:process";
import { Refusal } from "./refusal.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy support of a Node version. */
export interface NodeProxies {
  version: string;
  /** `true` if it can use the variables with a flag at its start: 22.21 and newer. */
  canUse: boolean;
  /** `true` if it was started with that flag. */
  isEnabled: boolean;
  /** Sets the proxy at run time, in newer versions such as 24.21. @throws for an invalid URL */
  use: ((proxy: { https_proxy: string }) => unknown) | undefined;
}

/** Detects the proxy support of this Node. @see https://nodejs.org/api/http.html#built-in-proxy-support */
function thisNode(env: Environment): NodeProxies {
  const flag = "--use-env-proxy";
  const canUse = process.allowedNodeEnvironmentFlags.has(flag);
  const flags = [...process.execArgv, ...(env.NODE_OPTIONS ?? "").split(/\s+/)];
  const use: unknown = Reflect.get(http, "setGlobalProxyFromEnv");
  return {
    version: process.versions.node,
    canUse,
    isEnabled: canUse && (env.NODE_USE_ENV_PROXY === "1" || flags.includes(flag)),
    use: typeof use === "function" ? (proxy) => use(proxy) : undefined,
  };
}

/**
 * Makes Node send requests to an address through the proxy that the environment names, if it names one.
 * @throws {Refusal} when this Node would bypass the proxy, unless that is wanted
 */
export function useProxy(
  { baseUrl, noProxy }: { baseUrl: string; noProxy: boolean },
  env: Environment,
  node = thisNode(env),
): void {
  const proxy = proxyFor(new URL(baseUrl), env);
  if (!proxy) return;
  const { name, url } = proxy;
  const isUsed = node.isEnabled && name.toLowerCase() === "https_proxy";
  if (noProxy) {
    if (!isUsed) return;
    throw new Refusal(`--no-proxy has no effect in a Node that was started to use ${name}: unset ${name}`);
  }
  if (!/^https?:/i.test(url))
    throw new Refusal(`${name} is not an http: proxy, and Node can use no other: ${advice}`);
  if (isUsed) return;
  if (!node.use) throw new Refusal(bypassMessage(name, node));
  try {
    node.use({ https_proxy: url });
  } catch {
    // The value is not quoted, as it may hold a password.
    throw new Refusal(`${name} is not the URL of a proxy: ${advice}`);
  }
}

const advice = "correct it, or add --no-proxy to connect without it";

function bypassMessage(name: string, { version, canUse }: NodeProxies): string {
  const set = name.toLowerCase() === "https_proxy" ? "" : ` and HTTPS_PROXY to what ${name} is`;
  const remedy = canUse
    ? `set NODE_USE_ENV_PROXY=1${set}`
    : `take Node 24.21 or newer, or 22.21 with NODE_USE_ENV_PROXY=1${set}`;
  return `${name} names a proxy, and Node ${version} would bypass it: ${remedy}, or add --no-proxy`;
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The first variable that names a proxy for an address; none for an address of this machine. */
function proxyFor(address: URL, env: Environment): { name: string; url: string } | undefined {
  if (address.protocol !== "https:" || loopback.test(address.hostname) || isExempt(address, env))
    return undefined;
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find((one) => env[one]);
  if (name === undefined) return undefined;
  const value = env[name] ?? "";
  return { name, url: value.includes("://") ? value : `http://${value}` };
}

/** `true` if NO_PROXY has the address, as a host (which includes its subdomains), as a host with a port, or as `*`. */
function isExempt({ hostname, port }: URL, env: Environment): boolean {
  const list = (env.no_proxy ?? env.NO_PROXY ?? "").toLowerCase().split(/[\s,]+/);
  return list.some((entry) => {
    const [, host = "", onlyPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (entry === "*") return true;
    const isHost = host !== "" && (hostname === host || hostname.endsWith(`.${host}`));
    return isHost && (onlyPort === undefined || onlyPort === (port || "443"));
  });
}

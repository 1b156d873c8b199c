package net.groupvpn.portal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A portal in a process of its own, which can be killed. It uses any free ports. */
final class PortalProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready: url=(\\S+)");
  private static final long END_SECONDS = 20;
  private final Process process;
  final String url;
  final String setUpCode;

  private PortalProcess(Process process, String url, String setUpCode) {
    this.process = process;
    this.url = url;
    this.setUpCode = setUpCode;
  }

  static PortalProcess start(Path data, Map<String, String> environment) throws IOException {
    return start(data, environment, List.of());
  }

  /**
   * Starts a portal and waits until it is ready.
   *
   * @param wrapper a command that finally runs the arguments after it
   */
  static PortalProcess start(Path data, Map<String, String> environment, List<String> wrapper)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(PortalMain.class.getName(), "serve", "--host", "127.0.0.1"));
    command.addAll(List.of("--port", "0", "--udp-port", "0", "--stream-port", "0"));
    command.addAll(List.of("--address", "127.0.0.1", "--data", data.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new StringBuilder();
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      var ready = READY.matcher(line);
      if (ready.find()) {
        drain(out);
        var code = line.contains("set-up-code=") ? line.replaceFirst(".*set-up-code=", "") : "";
        return new PortalProcess(process, ready.group(1), code);
      }
    }
    throw new AssertionError("the portal did not start:\n" + said);
  }

  /** The portal's processor time so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private static void drain(BufferedReader out) {
    var thread = new Thread(() -> out.lines().forEach(System.err::println));
    thread.setDaemon(true);
    thread.start();
  }

  TestBrowser browser() {
    return new TestBrowser(url);
  }

  /** A file as the process sees it, in its own mount namespace. */
  Path seen(Path file) {
    return Path.of("/proc", String.valueOf(process.pid()), "root", file.toString());
  }

  /** Like {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("a killed portal lives on");
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

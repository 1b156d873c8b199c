package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.ControlClient;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.client.log.LogSetup;
import net.groupvpn.overlay.wire.PlainText;
import org.jspecify.annotations.Nullable;

/** Starts a client in a session of its own, and watches until it is up. */
final class DetachedClient {
  private static final long POLL_MILLIS = 100;
  private static final int MAX_POLLS = 900;
  private static final int LAST_LINES = 8;

  private final ClientConfig config;
  private final Directories directories;
  private final PrintWriter err;

  /** {@code err} shows progress if it is a terminal. */
  DetachedClient(ClientConfig config, Directories directories, PrintWriter err) {
    this.config = config;
    this.directories = directories;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param arguments the command line's arguments, passed on with {@code --foreground}
   * @param waitForAddress whether to wait until it has an address
   * @return the exit code; the client's own if it has ended
   */
  int start(List<String> arguments, boolean waitForAddress) throws CommandException {
    if (state() != null) {
      throw new CommandException(ExitCode.FAILED, config.name() + " is up already");
    }
    Path log = config.stateDir().resolve("client.log");
    try {
      long earlierBytes = Files.exists(log) ? Files.size(log) : 0;
      Process client = launch(arguments, log);
      return watch(client, log, earlierBytes, waitForAddress);
    } catch (IOException e) {
      throw CommandException.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted; the client goes on");
    }
  }

  private Process launch(List<String> arguments, Path log) throws IOException {
    Files.createDirectories(config.stateDir());
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(program());
    command.addAll(arguments);
    command.add("--foreground");
    // The client writes its log itself; only output from before and after goes this way.
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put(LogSetup.FILE_VARIABLE, log.toString());
    return builder.start();
  }

  /** The launcher that started this process, otherwise the same Java. */
  private static List<String> program() {
    @Nullable String launcher = System.getProperty("groupvpn.launcher");
    if (launcher != null) {
      return List.of(launcher);
    }
    String java = ProcessHandle.current().info().command().orElse("java");
    String classPath = System.getProperty("java.class.path", "");
    return List.of(java, "-cp", classPath, GroupVpnMain.class.getName());
  }

  private int watch(Process client, Path log, long earlierBytes, boolean waitForAddress)
      throws CommandException, InterruptedException, IOException {
    for (int i = 0; i < MAX_POLLS; i++) {
      if (!client.isAlive()) {
        lastLines(log, earlierBytes).forEach(err::println);
        return client.exitValue() == 0 ? ExitCode.FAILED : client.exitValue();
      }
      JsonNode state = state();
      if (state != null && (!waitForAddress || state.path("state").asText().equals("up"))) {
        progress(state);
        for (JsonNode notice : state.path("notices")) {
          err.println("groupvpn: " + PlainText.escape(notice.path("text").asText()));
        }
        return ExitCode.FINE;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new CommandException(
        ExitCode.FAILED,
        "the client has started but has no address yet; see groupvpn status, and " + log);
  }

  private void progress(JsonNode state) {
    if (Terminal.isStandardError()) {
      err.println(config.name() + ": " + state.path("state").asText() + ", " + addresses(state));
    }
  }

  private static String addresses(JsonNode state) {
    return state.path("ipv4").asText("no IPv4 address yet") + ", " + state.path("ipv6").asText();
  }

  private @Nullable JsonNode state() {
    try (ControlClient client = ControlClient.connect(directories.socket(config.name()))) {
      return client.ask("status", ControlClient.arguments());
    } catch (IOException | ControlException e) {
      return null;
    }
  }

  /**
   * The output of this start, without that of earlier ones.
   *
   * @param earlierBytes length of the log before the start; it is shorter now if it was rotated
   *     since
   */
  static List<String> lastLines(Path log, long earlierBytes) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int from = earlierBytes <= all.length ? (int) earlierBytes : 0;
    List<String> lines =
        new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }
}

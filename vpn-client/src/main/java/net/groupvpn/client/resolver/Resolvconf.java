package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs called resolvconf: openresolv's and Debian's, which take the same commands. */
final class Resolvconf implements ResolverManager {
  /** The variant of the program. */
  enum Kind {
    OPENRESOLV("openresolv"),
    DEBIAN("resolvconf");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Resolvconf.class);

  /** The file of Debian's resolvconf; it decides only if resolv.conf leads there. */
  private static final Path DEBIAN_FILE = Path.of("run/resolvconf/resolv.conf");

  private static final String PROGRAM = "resolvconf";

  private final Kind kind;
  private final SystemFiles files;
  private final ResolverCommands commands;

  Resolvconf(Kind kind, SystemFiles files, ResolverCommands commands) {
    this.kind = kind;
    this.files = files;
    this.commands = commands;
  }

  @Override
  public String name() {
    return kind.label;
  }

  @Override
  public boolean isInCharge() throws IOException {
    Path program = files.resolvconfProgram();
    if (program == null || program.toRealPath().endsWith("resolvectl")) {
      return false;
    }
    boolean isOpenresolv = commands.must(PROGRAM, "--version").startsWith("openresolv");
    return kind == Kind.OPENRESOLV
        ? isOpenresolv
        : !isOpenresolv && DEBIAN_FILE.equals(files.target());
  }

  @Override
  public void apply(ResolverPlan plan) throws IOException {
    // The runner gives commands no input, so a shell hands resolvconf its two lines as arguments.
    String script =
        "printf 'nameserver %s\\nsearch %s\\n' \"$1\" \"$2\" | resolvconf "
            + (plan.all() && kind == Kind.OPENRESOLV ? "-x -m 0 " : "")
            + "-a \"$3\"";
    commands.must("sh", "-c", script, "sh", plan.server(), plan.suffix(), plan.entry());
  }

  @Override
  public @Nullable String problem(ResolverPlan plan) throws IOException {
    return FirstServer.problem(files, plan);
  }

  @Override
  public String undoScript(ResolverPlan plan) {
    return PROGRAM + " -d " + plan.entry();
  }

  /** Removes entries that killed clients have left: those of devices that are gone. */
  static void cleanUp(SystemFiles files, ResolverCommands commands) throws IOException {
    for (String entry : entries(commands)) {
      boolean isOurs = entry.startsWith(ResolverPlan.ENTRY_PREFIX);
      if (isOurs && !files.hasDevice(entry.substring(ResolverPlan.ENTRY_PREFIX.length()))) {
        commands.must(PROGRAM, "-d", entry);
        LOG.info("removed {} from the resolver; a killed client had left it", entry);
      }
    }
  }

  private static List<String> entries(ResolverCommands commands) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String word : commands.must(PROGRAM, "-i").split("\\s+", 0)) {
      if (!word.isEmpty()) {
        entries.add(word);
      }
    }
    return entries;
  }
}

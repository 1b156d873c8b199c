package net.groupvpn.client.resolver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resolv.conf that no program looks after. What stands there is kept beside it, and a copy with
 * our server and a marker line takes its place. A link is moved aside as it is: what it leads to,
 * maybe a file of a package, is not touched. Nothing is put back over a file without the marker:
 * somebody else has written that.
 */
final class PlainFile implements ResolverManager {
  /** What is added to the name of the file that is kept. */
  static final String KEPT_SUFFIX = ".before-groupvpn";

  private static final Pattern MARKER = Pattern.compile("# groupvpn ([a-zA-Z0-9_.-]{1,15}): .*");

  private final SystemFiles files;
  private final Path second;

  /** {@code second} is where to keep what was there if nothing can be kept beside it. */
  PlainFile(SystemFiles files, Path second) {
    this.files = files;
    this.second = second;
  }

  @Override
  public String name() {
    return files.resolvConf().toString();
  }

  /** The last choice, which is always there. */
  @Override
  public boolean isInCharge() {
    return true;
  }

  @Override
  public void apply(ResolverPlan plan) throws IOException {
    String owner = owner(files.lines());
    if (owner != null && !owner.equals(plan.device())) {
      throw new IOException(
          "another network, on %s, has changed %s; for the names of two, install openresolv"
              .formatted(owner, files.resolvConf()));
    }
    Path file = files.resolvConf();
    if (owner == null) {
      Path kept = keep(file);
      String marker = "# groupvpn %s: while it runs; what was here is in %s";
      String line = marker.formatted(plan.device(), kept);
      try {
        write(file, OwnResolvConf.lines(SystemFiles.lines(kept), plan, line));
      } catch (IOException e) {
        putBack(kept, file, e);
        throw e;
      }
    }
  }

  private static void putBack(Path kept, Path file, IOException cause) {
    try {
      if (Files.isSymbolicLink(kept)) {
        Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
      } else if (Files.exists(kept)) {
        Files.write(file, Files.readAllBytes(kept));
      }
    } catch (IOException e) {
      // What was there stays in the kept file, which no empty one replaces.
      cause.addSuppressed(e);
    }
  }

  private Path keep(Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + KEPT_SUFFIX);
    if (Files.isSymbolicLink(file)) {
      return Files.move(file, beside, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(file)) {
      Files.deleteIfExists(beside);
      return beside;
    }
    Path elsewhere = second.toAbsolutePath().resolve(beside.getFileName());
    if (Files.size(file) == 0) {
      // A write was cut short: what was there before is still where it was kept.
      for (Path kept : List.of(beside, elsewhere)) {
        if (Files.exists(kept)) {
          return kept;
        }
      }
    }
    try {
      return copy(file, beside);
    } catch (IOException e) {
      // A service may write this one file, but not into its folder.
      return copy(file, elsewhere);
    }
  }

  private static Path copy(Path file, Path to) throws IOException {
    return Files.copy(
        file, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** In place, since containers mount this file, so that none can be renamed over it. */
  private static void write(Path file, List<String> lines) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new IOException(file + " has become a link again");
    }
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
  }

  /** The device of the client that made the file; null if none did. */
  private static @Nullable String owner(List<String> lines) {
    for (String line : lines) {
      Matcher marker = MARKER.matcher(line);
      if (marker.matches()) {
        return marker.group(1);
      }
    }
    return null;
  }

  @Override
  public @Nullable String problem(ResolverPlan plan) throws IOException {
    return plan.device().equals(owner(files.lines()))
        ? null
        : "another program has written " + files.resolvConf() + " anew";
  }

  @Override
  public String undoScript(ResolverPlan plan) {
    return undoScript(plan.device());
  }

  private String undoScript(String device) {
    String script =
        """
        file='%s'
        kept=$(sed -n 's/^# groupvpn %s: .* is in //p' "$file" | head -n 1)
        if [ -n "$kept" ] && [ ! -L "$file" ]; then
          if [ -L "$kept" ]; then mv -f "$kept" "$file"
          elif [ -f "$kept" ]; then cat "$kept" >"$file" && rm "$kept"
          else rm -f "$file"
          fi
        fi
        """;
    return script.formatted(files.resolvConf(), device);
  }

  /** Puts back what a killed client has left changed: one whose device is gone. */
  void cleanUp(Commands commands) throws IOException {
    String owner = owner(files.lines());
    if (owner != null && !files.hasDevice(owner)) {
      commands.must("sh", "-c", undoScript(owner));
    }
  }
}

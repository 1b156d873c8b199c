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
 * A resolv.conf that no program manages. Its content is kept beside it, and a copy with the group's
 * server and a marker line replaces it. A link is moved aside as it is; its target, perhaps a file
 * of a package, stays untouched. Nothing is restored over a file without the marker, because
 * somebody else has written that.
 */
final class PlainFile implements ResolverManager {
  /** The suffix of the kept file's name. */
  static final String KEPT_SUFFIX = ".before-groupvpn";

  private static final Pattern MARKER = Pattern.compile("# groupvpn ([a-zA-Z0-9_.-]{1,15}): .*");

  private final SystemFiles files;
  private final Path second;

  /** {@code second} is where to keep the content if it cannot be kept beside the file. */
  PlainFile(SystemFiles files, Path second) {
    this.files = files;
    this.second = second;
  }

  @Override
  public String name() {
    return files.resolvConf().toString();
  }

  /** The last choice, which is always available. */
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
      // The former content stays in the kept file, which an empty file never replaces.
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
      // A write was interrupted: the former content is still in the kept file.
      for (Path kept : List.of(beside, elsewhere)) {
        if (Files.exists(kept)) {
          return kept;
        }
      }
    }
    try {
      return copy(file, beside);
    } catch (IOException e) {
      // A service may write this one file, but not into its directory.
      return copy(file, elsewhere);
    }
  }

  private static Path copy(Path file, Path to) throws IOException {
    return Files.copy(
        file, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** In place, because containers mount this file, so it cannot be replaced by renaming. */
  private static void write(Path file, List<String> lines) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new IOException(file + " has become a link again");
    }
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
  }

  /** The device of the client that wrote the file; null if no client did. */
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
        : "another program has written " + files.resolvConf();
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

  /** Restores what a killed client, whose device is gone, has left changed. */
  void cleanUp(ResolverCommands commands) throws IOException {
    String owner = owner(files.lines());
    if (owner != null && !files.hasDevice(owner)) {
      commands.must("sh", "-c", undoScript(owner));
    }
  }
}

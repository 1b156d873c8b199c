package net.groupvpn.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No file and no method of ours is so long that it holds two things, and no name means two. */
class SourceRulesTest {
  private static final int MAX_FILE_LINES = 350;
  private static final int MAX_METHOD_LINES = 50;
  private static final int LEAST_SOURCES = 1_000;
  private static final Path ROOT = Path.of("..");

  private static List<Path> sources() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(ROOT)) {
      sources = files.filter(SourceRulesTest::isSource).toList();
    }
    assertThat(sources)
        .as("sources below %s", ROOT.toAbsolutePath())
        .hasSizeGreaterThan(LEAST_SOURCES);
    return sources;
  }

  @Test
  void noTwoClassesHaveTheSameName() throws IOException {
    Set<String> seen = new HashSet<>();
    List<String> twice =
        sources().stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> !name.equals("package-info.java") && !seen.add(name))
            .toList();
    assertThat(twice).isEmpty();
  }

  @Test
  void noSourceFileAndNoMethodIsTooLong() throws IOException {
    List<Path> sources = sources();
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        addTooLong(unit, positions, tooLong);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static void addTooLong(
      CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
    LineMap lines = unit.getLineMap();
    String file = unit.getSourceFile().getName();
    long length = lines.getLineNumber(positions.getEndPosition(unit, unit));
    if (length > MAX_FILE_LINES) {
      tooLong.add(file + ": " + length + " lines");
    }
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        if (method.getBody() != null) {
          long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
          long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
          if (last - first + 1 > MAX_METHOD_LINES) {
            tooLong.add(file + ": " + method.getName() + ", " + (last - first + 1) + " lines");
          }
        }
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return name.endsWith(".java") && name.contains("/src/");
  }
}

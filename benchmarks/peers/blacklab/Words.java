import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import nl.inl.blacklab.index.Indexer;
import nl.inl.blacklab.resultproperty.HitPropertyAfterHit;
import nl.inl.blacklab.search.BlackLab;
import nl.inl.blacklab.search.BlackLabIndex;
import nl.inl.blacklab.search.QueryExecutionContext;
import nl.inl.blacklab.search.indexmetadata.Annotation;
import nl.inl.blacklab.search.indexmetadata.MatchSensitivity;
import nl.inl.blacklab.search.results.ContextSize;
import nl.inl.blacklab.search.results.Hit;
import nl.inl.blacklab.search.results.Hits;
import nl.inl.blacklab.search.results.Kwics;
import nl.inl.blacklab.search.textpattern.TextPatternTerm;

/**
 * What BlackLab says about words. Asked by lines of (what, about what), separated by a tab; each is
 * answered by a line that begins with "answer": the milliseconds that it took, and a number.
 */
public class Words {
    private static final int LINES = 50, WIDTH = 8, WINDOW = 5, LONGEST_MATCH = 100;

    public static void main(String[] args) throws Exception {
        File folder = new File(args[0]);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BlackLabIndex index = null;
        for (String line; (line = in.readLine()) != null; ) {
            String[] asked = line.split("\t");
            long began = System.nanoTime();
            long found = 0;
            switch (asked[0]) {
                case "build" -> {
                    Indexer indexer = Indexer.createNewIndex(folder, "txt");
                    indexer.index(new File(asked[1]));
                    indexer.close();
                    index = BlackLab.open(folder);
                }
                case "lines" -> found = read(hits(index, asked[1]));
                case "sorted" -> {
                    var after = new HitPropertyAfterHit(index, word(index), MatchSensitivity.INSENSITIVE);
                    found = read(hits(index, asked[1]).sort(after));
                }
                case "collocates" -> {
                    var around = ContextSize.get(WINDOW, WINDOW, LONGEST_MATCH);
                    found = hits(index, asked[1])
                            .collocations(word(index), around, MatchSensitivity.INSENSITIVE, true)
                            .size();
                }
                default -> throw new IllegalArgumentException(line);
            }
            double took = (System.nanoTime() - began) / 1e6;
            System.out.println("answer\t" + took + "\t" + found);
        }
    }

    private static Annotation word(BlackLabIndex index) {
        return index.mainAnnotatedField().mainAnnotation();
    }

    private static Hits hits(BlackLabIndex index, String word) throws Exception {
        QueryExecutionContext context = index.defaultExecutionContext(index.mainAnnotatedField())
                .withAnnotationAndSensitivity("word", MatchSensitivity.INSENSITIVE);
        return index.find(new TextPatternTerm(word).translate(context));
    }

    /** Reads the first lines; how many there are. */
    private static long read(Hits hits) {
        Hits page = hits.window(0, LINES);
        Kwics lines = page.kwics(ContextSize.get(WIDTH, WIDTH, LONGEST_MATCH));
        for (Hit hit : page) {
            lines.get(hit).tokens().size();
        }
        return hits.size();
    }
}

"""Given names that are common in Sweden, and words that merely look like one.

Facts: the names most borne according to Statistics Sweden, and those common among people who came
from elsewhere. A set to recognise by, not a register: a name that is missing is seen as one only
where a word like "mamma" stands before it.
"""

_WOMEN = """
Linn Agneta Agnes Alexandra Alice Alicia Alma Alva Amanda Amelia Anette Angelica Angelika Anita Anja
Anna Anna-Karin Anna-Lena Ann-Britt Ann-Charlotte Ann-Christin Anne Anneli Ann-Louise Ann-Marie
Ann-Sofie Annica Annika Annie Antonia Astrid Barbro Beata Beatrice Berit Birgit Birgitta Britt
Britt-Marie Camilla Carina Carolina Caroline Cassandra Catarina Cecilia Charlotta Charlotte
Christina Clara Cornelia Dagmar Denise Diana Ebba Edith Elena Eleonora Elin Elina Elinor Elisa
Elisabet Elisabeth Elise Ella Ellen Ellinor Elsa Elvira Ellie Emelie Emilia Emma Emmy Erica Erika
Ester Esther Eva Evelina Felicia Filippa Frida Freja Gerd Gertrud Greta Gudrun Gunborg Gunhild
Gunilla Gunnel Gunvor Hanna Hannah Hedda Hedvig Helen Helena Helene Helga Henrietta Hilda Hildur
Ida Inga Inga-Lill Ingegerd Ingela Inger Ingrid Inez Ines Irene Isabel Isabella Isabelle Jasmine
Jeanette Jennifer Jenny Jessica Joanna Johanna Jonna Josefin Josefina Josefine Judith Julia Juni
Karin Karolina Katarina Katja Kerstin Klara Kristin Kristina Lena Leah Leia Lilian Lilly Lillian
Lina Linda Linnea Linnéa Lisa Lisbeth Liselotte Lise-Lott Lotta Lova Lovisa Lovis Louise Lycke
Maja Majken Malin Margareta Margaretha Margit Maria Marianne Marie Marika Marina Marita Marlene
Martina Mathilda Matilda Melissa Mia Michaela Mikaela Milla Minna Mira Miriam Moa Molly Mona
Monica Monika Märta Märit Märith Nadja Natalie Nathalie Nellie Nelly Nicole Nina Nora Olivia
Patricia Paulina Pernilla Petra Pia Rakel Ramona Rebecca Rebecka Regina Ronja Rosita Rut Ruth
Sabina Sandra Sanna Sara Sarah Selma Signe Sigrid Siri Siv Sofia Sofie Solveig Sonja Stella Stina
Susanna Susanne Svea Sylvia Tanja Teresa Terese Therese Thea Tilda Tilde Tindra Tora Tove Tuva
Tyra Ulla Ulla-Britt Ulrica Ulrika Ursula Vanja Vendela Vera Veronica Veronika Victoria Viktoria
Vilma Viola Viveka Vivianne Wilma Yvonne Ylva Åsa Åse Elsy Elly Sally Tuulikki Päivi Aino Ritva
Marjatta Tuula Aisha Amal Amina Asha Asma Ayan Aya Bahar Chantal Dalal Dilan Dina Dunya Elif Esra
Eman Fadumo Farah Fatemeh Fatima Fatma Fatuma Fardowsa Feven Fozia Golnaz Habiba Hala Halima Hana
Hawa Hiba Hibo Hodan Huda Ikram Iman Jamila Khadija Khadra Kidist Layla Leila Leyla Luul Maryam
Mariam Meryem Mariana Marwa Mouna Nadia Najma Narges Nasrin Nawal Nour Noor Noura Oksana Olena
Olha Parisa Rahel Rahma Rana Rania Rima Ruqaya Saba Sahra Salma Samira Samar Sanaa Selam Selin
Semret Shirin Shukri Simin Soraya Suad Sumaya Svetlana Tatiana Tatjana Warda Yasmin Yasmine Yodit
Yordanos Yulia Zahra Zainab Zeinab Zeynep Zohra Agnieszka Ewa Jolanta Katarzyna Magdalena
Malgorzata Danuta Dragana Jasmina Ljiljana Snezana Vesna Mirela Nermina Senada Edina Somchai Ana
"""
_MEN = """
Adam Adrian Albert Albin Alexander Alf Alfons Alfred Allan Alvar Alve Alvin Anders Andreas Andre
André Anton Arne Aron Arthur Artur Arvid Assar August Axel Benjamin Bengt Bengt-Åke Benny Bernt
Bertil Birger Björn Bo-Göran Bosse Börje Carl Carl-Johan Casper Charlie Christer Christian
Christoffer Christopher Claes Conny Curt Daniel Dante David Dennis Douglas Ebbe Eddie Edvard Edvin
Egon Einar Elias Elis Elliot Elmer Elton Elvin Emanuel Emil Enar Erik Erland Erling Ernst Eric
Esbjörn Eskil Evert Fabian Felix Ferdinand Filip Folke Fred Fredrik Frej Fritz Gabriel Georg
Gerhard Gideon Glenn Greger Gunnar Gustaf Gustav Göran Gösta Göte Hampus Hans-Erik Harald Harry
Hasse Helge Helmer Henning Henrik Henry Herbert Herman Hilding Hilmer Holger Hugo Håkan Ingemar
Ingvar Isac Isak Ivan Ivar Jack Jacob Jakob Jan-Erik Jan-Olof Janne Jens Jerker Jerry Jesper Jim
Jimmie Jimmy Joakim Joel Johan Johannes John Johnny Jonas Jonatan Jonathan Jonny Josef Josefine
Julian Juhani Julius Jörgen Kalle Karl Karl-Erik Kasper Kennet Kenneth Kenny Kent Kevin Kjell Klas
Knut Konrad Krister Kristian Kristoffer Kurt Lars Lars-Erik Lars-Göran Lasse Leif Leo Leon Leonard
Leopold Linus Loke Lorentz Louie Lucas Ludvig Ludwig Lukas Magnus Malte Manfred Marcus Markus
Martin Mathias Matias Mats Matteus Mattias Matheo Mauritz Melker Melvin Melwin Michael Mikael Milo
Milton Mohamed Morgan Morris Måns Mårten Nicklas Niclas Nicolas Niels Niklas Nikolaj Nils Noah
Noel Olle Olof Olov Oliver Olivier Orvar Oscar Oskar Ossian Otto Ove Patric Patrick Patrik Paul
Pelle Per-Erik Per-Olof Peter Petter Philip Pierre Pontus Pär Pål Ragnar Ralf Rasmus Richard
Rickard Rikard Robert Robin Roger Roland Rolf Ronald Ronny Roy Ruben Rudolf Rune Samuel Sebastian
Sigge Sigurd Sigvard Simon Sivert Sixten Sonny Staffan Stefan Stellan Sture Sune Svante Sven
Sven-Erik Sören Ted Theo Theodor Thomas Thor Thore Thorsten Tobias Tom Tomas Tommy Tony Torbjörn
Tord Tore Torgny Torsten Tristan Truls Uno Urban Valdemar Valentin Valter Vidar Vigo Viggo Viktor
Victor Vilgot Vilhelm Vincent Walter Wilhelm William Wiggo Wille Yngve Zacharias Åke Örjan Östen
Juha Jari Timo Pekka Mikko Kari Antti Matti Pentti Seppo Esko Jouni Aksel Haldor Abbas Abdi
Abdallah Abdirahman Abdul Abdullah Abdullahi Abel Abraham Adnan Ahmad Ahmed Akram Alem Ali Amanuel
Amir Ammar Anas Anwar Arash Aras Arman Aziz Babak Bashar Bashir Berhane Bilal Biniam Burhan Dawit
Daoud Ehsan Elyas Emre Ermias Faisal Farhad Farid Faris Fadi Fikret Filmon Ghassan Goran Habib
Haidar Hakim Hamid Hamza Haris Hasan Hashim Hassan Haydar Hossein Hussain Hussein Ibrahim Idris
Ilyas Imran Isaias Isam Ismail Issa Jaber Jalal Jamal Jamshid Javad Jawad Kamal Karim Kassem
Kareem Khaled Khalid Khalil Kidane Liban Luay Mahad Mahdi Mahmoud Mahmud Majid Mehdi Mehmet Mehran
Mehari Merhawi Michal Mohammad Mohammed Mohamad Mohamud Mohsen Moussa Muhammed Muhammad Munir
Murat Musa Mustafa Mustapha Mirza Nabil Nader Naser Nasir Nasser Navid Nuri Okba Omar Omid Osama
Osman Othman Parviz Payam Qasim Rachid Raed Rami Rashid Reza Robel Sadiq Saeed Said Salah Saleh
Salim Salman Sami Samer Samir Sayed Selim Senad Shahab Shahin Siamak Sirwan Soran Suleiman Tarek
Tariq Tekle Tesfay Tesfaye Thabo Usman Wael Waleed Walid Yahya Yasin Yasir Yonas Yousef Youssef
Yosef Yusuf Zaid Zakaria Zeki Ziad Zlatan Andrzej Grzegorz Jacek Janusz Jerzy Krzysztof Marek
Pawel Piotr Slawomir Stanislaw Tadeusz Tomasz Wojciech Zbigniew Dragan Dejan Zoran Nenad Slobodan
Emir Edin Jasmin Admir Mirsad Nedim Sergej Sergey Serhij Dmitrij Vladimir Oleksandr Volodymyr
Andrij Mykola Igor Oleg Bogdan Florin Ionut Mihai Vasile
"""
# Also words, places or months: a name only in the middle of a sentence, and only with its capital.
_ALSO_WORDS = """
Alba April August Axel Bo Bror Dag Dan Fred Frank Hans Iris Jan Juni Kaj Kim Klara Liv Lo Love
Lycke Maj Mai Max May Mats Mio My Nova Per Pål Ros Rosa Rut Saga Sol Stella Sten Stig Sture Svea
Ted Tage Tim Tom Tor Tora Tore Truls Ty Urban Uno Vera Vidar Vide Vilja Ville Viola Said Ana Hana
Hala Dina Salah Siri Rana Saba Selam Alem
"""

AMBIGUOUS = frozenset(_ALSO_WORDS.split())
GIVEN = frozenset((_WOMEN + _MEN).split()) | AMBIGUOUS
